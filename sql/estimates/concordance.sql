-- title: Draws of the pipeline: how many of the pairs that a report states it keeps.
-- grain: report, dimension, cohort, scope, counting
-- definition: The draws of estimates.segment_density. A pair is stated where the report's claims fix which of two
--   segments has the larger market share (raw.market_pair); residual segments are left out. No row where none is
--   stated.
CREATE TABLE estimates.concordance (
  report VARCHAR NOT NULL,              -- id of the report
  dimension VARCHAR NOT NULL,           -- what the market is split by
  cohort VARCHAR NOT NULL,              -- id of the cohort
  scope VARCHAR NOT NULL,               -- active, late or all
  counting VARCHAR NOT NULL,            -- fractional or per_site
  pair_count INTEGER NOT NULL,          -- pairs that the claims fix
  concordance DOUBLE NOT NULL,          -- mean part of these pairs in the same order in the pipeline
  concordance_low DOUBLE NOT NULL,      -- lower end of its 90 % interval
  concordance_high DOUBLE NOT NULL      -- upper end of it
)
