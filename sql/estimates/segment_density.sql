-- title: Draws of pipeline share, market share and their ratio, in a few figures.
-- grain: report, dimension, segment, cohort, scope, counting
-- definition: Pipeline shares among classified trials by the Bayesian bootstrap over trials (Dirichlet(1, ..., 1) weights on
--   trials, half a pseudo-trial in an empty segment); market shares uniform over what the claims allow, among the segments
--   that a trial can be put into. 10,000 draws with a fixed seed. Only cohorts that are about the report's market. No row
--   where no trial is classified.
CREATE TABLE estimates.segment_density (
  report VARCHAR NOT NULL,              -- id of the report
  dimension VARCHAR NOT NULL,           -- what the market is split by
  segment VARCHAR NOT NULL,             -- id of the segment
  cohort VARCHAR NOT NULL,              -- id of the cohort
  scope VARCHAR NOT NULL,               -- active, late or all
  counting VARCHAR NOT NULL,            -- fractional or per_site
  pipeline_share_median DOUBLE NOT NULL, -- median of the pipeline share
  pipeline_share_low DOUBLE NOT NULL,   -- its 5 % quantile
  pipeline_share_high DOUBLE NOT NULL,  -- its 95 % quantile
  pipeline_share_low_95 DOUBLE NOT NULL, -- its 2.5 % quantile
  pipeline_share_high_95 DOUBLE NOT NULL, -- its 97.5 % quantile
  market_share_low DOUBLE,              -- smallest market share that the claims allow; null without a claim
  market_share_high DOUBLE,             -- largest market share that they allow
  ratio_median DOUBLE,                  -- median of pipeline share over market share; null without a claim
  ratio_low DOUBLE,             -- its 5 % quantile
  ratio_high DOUBLE,            -- its 95 % quantile; null where it has no bound
  probability_over DOUBLE,              -- probability that the ratio lies above 1
  probability_over_least DOUBLE,        -- smallest with Dirichlet(1/2), (1) and (2) on the market's side
  probability_over_most DOUBLE,         -- largest with these
  probability_over_relabelled DOUBLE    -- probability when labels are wrong as often as error_rates.toml says
)
