-- title: Places of segments by pipeline share and by market share.
-- grain: report, dimension, segment, cohort, scope, counting
-- definition: Ranks use the point estimates; ties share the better rank. Best and worst rank follow, for the pipeline,
--   from disjoint intervals, and for the market from the pairs that the claims fix (raw.market_pair). A residual
--   segment has no rank.
-- column report: id of the report
-- column dimension: what the market is split by
-- column segment: id of the segment
-- column cohort: id of the cohort
-- column scope: active, late or all
-- column counting: fractional or per_site
-- column pipeline_rank: place by pipeline share, from 1; null for segments that no trial can be put into
-- column pipeline_rank_best: best place that the intervals allow
-- column pipeline_rank_worst: worst place that the intervals allow
-- column market_rank: place by mean market share among segments with one; null without
-- column market_rank_best: best place that the claims allow
-- column market_rank_worst: worst place that the claims allow
WITH ranked AS (
  SELECT
    one.report, one.dimension, one.segment, one.cohort, one.scope, one.counting,
    any_value(one.is_ranked AND one.pipeline_share IS NOT NULL) AS has_pipeline_rank,
    any_value(one.market_share IS NOT NULL) AS has_market_rank,
    count(*) AS rivals,
    count(*) FILTER (WHERE other.pipeline_share > one.pipeline_share + 1e-9) AS ahead,
    count(*) FILTER (WHERE other.pipeline_share_low > one.pipeline_share_high + 1e-9) AS surely_ahead,
    count(*) FILTER (WHERE other.pipeline_share_high < one.pipeline_share_low - 1e-9) AS surely_behind,
    count(other.market_share) AS market_rivals,
    count(*) FILTER (WHERE other.market_share > one.market_share + 1e-9) AS market_ahead,
    count(*) FILTER (WHERE behind.is_ahead) AS market_surely_ahead,
    count(*) FILTER (WHERE ahead_of.is_ahead) AS market_surely_behind
  FROM concepts.compared_share AS one
  JOIN concepts.compared_share AS other USING (report, dimension, cohort, scope, counting)
  LEFT JOIN raw.market_pair AS ahead_of
    ON ahead_of.report = one.report AND ahead_of.dimension = one.dimension AND ahead_of.segment = one.segment
      AND ahead_of.other = other.segment
  LEFT JOIN raw.market_pair AS behind
    ON behind.report = one.report AND behind.dimension = one.dimension AND behind.segment = other.segment
      AND behind.other = one.segment
  WHERE NOT one.is_residual AND NOT other.is_residual AND (other.is_ranked OR other.market_share IS NOT NULL)
  GROUP BY one.report, one.dimension, one.segment, one.cohort, one.scope, one.counting
)
SELECT
  report, dimension, segment, cohort, scope, counting,
  CASE WHEN has_pipeline_rank THEN 1 + ahead END AS pipeline_rank,
  CASE WHEN has_pipeline_rank THEN 1 + surely_ahead END AS pipeline_rank_best,
  CASE WHEN has_pipeline_rank THEN rivals - surely_behind END AS pipeline_rank_worst,
  CASE WHEN has_market_rank THEN 1 + market_ahead END AS market_rank,
  CASE WHEN has_market_rank THEN 1 + market_surely_ahead END AS market_rank_best,
  CASE WHEN has_market_rank THEN market_rivals - market_surely_behind END AS market_rank_worst
FROM ranked
