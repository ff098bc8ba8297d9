-- title: Draws of growth for claims: starts of trials a year in each item, against the rest.
-- grain: report, claim, test, cohort, item
-- definition: As estimates.segment_growth, for what a claim about growth compares; the rest are the other trials that the
--   item is compared within. No row for an item without a start.
CREATE TABLE estimates.claim_growth (
  report VARCHAR NOT NULL,              -- id of the report
  claim VARCHAR NOT NULL,               -- id of the claim
  test INTEGER NOT NULL,                -- number of the test within the claim
  cohort VARCHAR NOT NULL,              -- id of the cohort
  item VARCHAR NOT NULL,                -- what is measured
  start_count INTEGER NOT NULL,         -- starts in the six years
  growth DOUBLE NOT NULL,               -- starts of one year over those of the year before, along the trend: median
  growth_low DOUBLE NOT NULL,           -- lower end of its 90 % interval
  growth_high DOUBLE NOT NULL,          -- upper end of it
  probability_rising DOUBLE NOT NULL,   -- probability that starts grow at all
  growth_against_rest DOUBLE,           -- this growth over that of the rest: median; null without a rest
  growth_against_rest_low DOUBLE,       -- lower end of its 90 % interval
  growth_against_rest_high DOUBLE,      -- upper end of it
  probability_faster DOUBLE,            -- probability that it grows faster than the rest
  probability_in_order DOUBLE           -- probability that the items grow in the order that the claim states
)
