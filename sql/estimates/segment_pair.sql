-- title: Draws of the pipeline: the probability that one segment is ahead of another.
-- grain: report, dimension, segment, other, cohort, scope, counting
-- definition: The draws of estimates.segment_density, both segments over the same weights of trials, so that a trial in
--   both segments cancels. Every ordered pair of the segments that are compared.
CREATE TABLE estimates.segment_pair (
  report VARCHAR NOT NULL,              -- id of the report
  dimension VARCHAR NOT NULL,           -- what the market is split by
  segment VARCHAR NOT NULL,             -- id of the one segment
  other VARCHAR NOT NULL,               -- id of the other segment
  cohort VARCHAR NOT NULL,              -- id of the cohort
  scope VARCHAR NOT NULL,               -- active, late or all
  counting VARCHAR NOT NULL,            -- fractional or per_site
  probability_ahead DOUBLE NOT NULL     -- probability that the pipeline share of the one is above that of the other
)
