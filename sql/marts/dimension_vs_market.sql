-- title: How well the order and the concentration of pipeline and market agree, dimension by dimension.
-- grain: report, dimension, cohort, scope, counting
-- definition: Kendall's tau-b over the segments that have a share on both sides: 1 = one order, -1 = the reverse, null where
--   one side has no order. Its range lets every pair whose intervals overlap fall either way; it is an outer bound, since
--   not all pairs can fall so at once. Concentration is the sum of squared shares (Herfindahl-Hirschman index): for the
--   pipeline over all segments, for the market as far as the share intervals tell.
-- column report: id of the report
-- column dimension: what the market is split by
-- column cohort: id of the cohort
-- column scope: active, late or all
-- column counting: fractional or per_site
-- column is_default_cohort: true for the cohort that the report is compared on by default
-- column segment_count: segments with a share on both sides
-- column kendall_tau_b: agreement of the two orders at the points
-- column kendall_tau_low: smallest agreement that the intervals allow; null for fewer than two segments
-- column kendall_tau_high: largest agreement that they allow
-- column pipeline_hhi: concentration of the pipeline, 1 = all in one segment; null without trials in a segment
-- column market_hhi: concentration of the market, mean over all shares that the claims allow; null where no claim bounds a share
-- column market_hhi_low: smallest that the intervals allow
-- column market_hhi_high: largest that they allow
-- column over_researched_count: segments whose density ratio lies wholly above 1
-- column under_researched_count: segments whose density ratio lies wholly below 1
-- column indistinct_count: segments with a market share that are neither
-- column report_version: version of the report's file
-- column snapshot_id: id of the snapshot
-- column rule_version: version of the classifier's rules
WITH cells AS (
  SELECT *, pipeline_rank IS NOT NULL AND market_share IS NOT NULL AS is_compared
  FROM marts.pipeline_vs_market
),
pairs AS (
  SELECT
    one.report,
    one.dimension,
    one.cohort,
    one.scope,
    one.counting,
    CASE WHEN abs(one.pipeline_share - other.pipeline_share) > 1e-9
      THEN sign(one.pipeline_share - other.pipeline_share) ELSE 0 END AS by_pipeline,
    CASE WHEN abs(one.market_share - other.market_share) > 1e-9
      THEN sign(one.market_share - other.market_share) ELSE 0 END AS by_market,
    CASE
      WHEN one.pipeline_share_low > other.pipeline_share_high + 1e-9 THEN 1
      WHEN other.pipeline_share_low > one.pipeline_share_high + 1e-9 THEN -1
    END AS sure_pipeline,
    CASE
      WHEN one.market_share_low > other.market_share_high + 1e-9 THEN 1
      WHEN other.market_share_low > one.market_share_high + 1e-9 THEN -1
    END AS sure_market
  FROM cells AS one
  JOIN cells AS other USING (report, dimension, cohort, scope, counting)
  WHERE one.is_compared AND other.is_compared AND one.segment < other.segment
),
orders AS (
  SELECT
    report,
    dimension,
    cohort,
    scope,
    counting,
    sum(by_pipeline * by_market)
      / nullif(sqrt(sum(abs(by_pipeline))::DOUBLE * sum(abs(by_market))), 0) AS tau,
    avg(coalesce(sure_pipeline * sure_market, -1)) AS tau_low,
    avg(coalesce(sure_pipeline * sure_market, 1)) AS tau_high
  FROM pairs
  GROUP BY report, dimension, cohort, scope, counting
),
sums AS (
  SELECT
    report,
    dimension,
    cohort,
    scope,
    counting,
    bool_or(is_default_cohort) AS is_default_cohort,
    count(*) FILTER (WHERE is_compared) AS segment_count,
    round(sum(pipeline_share * pipeline_share), 12) AS pipeline_hhi,
    count(*) FILTER (WHERE verdict = 'over_researched') AS over_researched,
    count(*) FILTER (WHERE verdict = 'under_researched') AS under_researched,
    count(*) FILTER (WHERE verdict = 'indistinct') AS indistinct
  FROM cells
  GROUP BY report, dimension, cohort, scope, counting
)
SELECT
  sums.report,
  sums.dimension,
  sums.cohort,
  sums.scope,
  sums.counting,
  is_default_cohort,
  segment_count,
  tau AS kendall_tau_b,
  tau_low AS kendall_tau_low,
  tau_high AS kendall_tau_high,
  pipeline_hhi,
  market.point AS market_hhi,
  market.low AS market_hhi_low,
  market.high AS market_hhi_high,
  over_researched AS over_researched_count,
  under_researched AS under_researched_count,
  indistinct AS indistinct_count,
  report.version AS report_version,
  (SELECT value FROM raw.snapshot_fact WHERE key = 'snapshot_id') AS snapshot_id,
  (SELECT value FROM raw.snapshot_fact WHERE key = 'rule_version') AS rule_version
FROM sums
LEFT JOIN orders USING (report, dimension, cohort, scope, counting)
LEFT JOIN raw.market_concentration AS market ON market.report = sums.report AND market.dimension = sums.dimension
JOIN raw.report AS report ON report.report = sums.report
