-- title: Draws of growth: starts of trials a year in each segment, against the rest.
-- grain: report, dimension, segment, cohort
-- definition: A Poisson log-linear trend of starts over the last six complete years in the report's own cohort, whole
--   trials, with 4,000 Bayesian bootstrap draws over trials (fixed seed); the rest are all other trials of the cohort. No
--   row for a segment without a start.
CREATE TABLE estimates.segment_growth (
  report VARCHAR NOT NULL,              -- id of the report
  dimension VARCHAR NOT NULL,           -- what the market is split by
  segment VARCHAR NOT NULL,             -- id of the segment
  cohort VARCHAR NOT NULL,              -- id of the cohort
  start_count INTEGER NOT NULL,         -- starts in the six years
  growth DOUBLE NOT NULL,               -- starts of one year over those of the year before, along the trend: median
  growth_low DOUBLE NOT NULL,           -- lower end of its 90 % interval
  growth_high DOUBLE NOT NULL,          -- upper end of it
  probability_rising DOUBLE NOT NULL,   -- probability that starts grow at all
  growth_against_rest DOUBLE,           -- this growth over that of the rest: median; null without a rest
  growth_against_rest_low DOUBLE,       -- lower end of its 90 % interval
  growth_against_rest_high DOUBLE,      -- upper end of it
  probability_faster DOUBLE,            -- probability that it grows faster than the rest
  probability_fastest DOUBLE            -- probability that no other segment grows faster; null for residual segments
)
