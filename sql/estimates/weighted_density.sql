-- title: Draws of pipeline shares in which trials weigh by phase or by patients.
-- grain: report, dimension, segment, cohort, scope, counting, weighting
-- definition: Draws as in estimates.segment_density, 2,500 of them, with each trial's part times its weight. Only
--   cohorts that are about the report's market. No row where all weights are zero.
CREATE TABLE estimates.weighted_density (
  report VARCHAR NOT NULL,              -- id of the report
  dimension VARCHAR NOT NULL,           -- what the market is split by
  segment VARCHAR NOT NULL,             -- id of the segment
  cohort VARCHAR NOT NULL,              -- id of the cohort
  scope VARCHAR NOT NULL,               -- active, late or all
  counting VARCHAR NOT NULL,            -- fractional or per_site
  weighting VARCHAR NOT NULL,           -- phase or patients
  pipeline_share_low DOUBLE NOT NULL,   -- 5 % quantile of the pipeline share
  pipeline_share_high DOUBLE NOT NULL,  -- its 95 % quantile
  ratio_median DOUBLE,                  -- median of pipeline share over market share; null without a claim
  probability_over DOUBLE               -- probability that the ratio lies above 1
)
