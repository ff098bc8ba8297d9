-- title: Agreement of pipeline and market in order and concentration, dimension by dimension.
-- grain: report, dimension, cohort, scope, counting
-- definition: Kendall's tau-b over the segments that have a share on both sides: 1 = one order, -1 = the reverse, null
--   where one side has no order or trials and market are about different things. Its range lets a pair fall either way
--   unless the report's claims fix it (raw.market_pair) and the pipeline keeps or reverses it with a probability of
--   0.95 (estimates.segment_pair); it is an outer bound, because not all pairs can take these orders at once.
--   Concordance is the part of the pairs that the claims fix which the pipeline keeps. Concentration is the sum of
--   squared shares (Herfindahl-Hirschman index): for the pipeline over all segments, for the market within the bounds
--   of the claims.
-- column report: id of the report
-- column dimension: what the market is split by
-- column cohort: id of the cohort
-- column scope: active, late or all
-- column counting: fractional or per_site
-- column is_default_cohort: true for the cohort that the report is compared on by default
-- column segment_count: segments with a share on both sides
-- column kendall_tau_b: agreement of the two orders at the points
-- column kendall_tau_low: smallest agreement that the open pairs allow; null for fewer than two segments
-- column kendall_tau_high: largest agreement that they allow
-- column stated_pair_count: pairs of segments whose order the claims fix; 0 where they fix none or are not compared
-- column concordance: part of these pairs that the pipeline keeps, mean over its draws; null without pairs or draws
-- column concordance_low: lower end of its 90 % interval
-- column concordance_high: upper end of it
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
  SELECT *, pipeline_rank IS NOT NULL AND market_share IS NOT NULL AND not_comparable_reason IS NULL AS is_compared
  FROM marts.pipeline_vs_market
),
pairs AS (
  SELECT
    one.report, one.dimension, one.cohort, one.scope, one.counting,
    CASE WHEN abs(one.pipeline_share - other.pipeline_share) > 1e-9
      THEN sign(one.pipeline_share - other.pipeline_share) ELSE 0 END AS by_pipeline,
    CASE WHEN abs(one.market_share - other.market_share) > 1e-9
      THEN sign(one.market_share - other.market_share) ELSE 0 END AS by_market,
    CASE WHEN drawn.probability_ahead >= 0.95 THEN 1 WHEN drawn.probability_ahead <= 0.05 THEN -1 END AS sure_pipeline,
    CASE WHEN stated.is_ahead THEN 1 WHEN against.is_ahead THEN -1 END AS sure_market
  FROM cells AS one
  JOIN cells AS other USING (report, dimension, cohort, scope, counting)
  JOIN raw.market_pair AS stated
    ON stated.report = one.report AND stated.dimension = one.dimension AND stated.segment = one.segment
      AND stated.other = other.segment
  JOIN raw.market_pair AS against
    ON against.report = one.report AND against.dimension = one.dimension AND against.segment = other.segment
      AND against.other = one.segment
  LEFT JOIN estimates.segment_pair AS drawn
    ON drawn.report = one.report AND drawn.dimension = one.dimension AND drawn.segment = one.segment
      AND drawn.other = other.segment AND drawn.cohort = one.cohort AND drawn.scope = one.scope
      AND drawn.counting = one.counting
  WHERE one.is_compared AND other.is_compared AND one.segment < other.segment
),
orders AS (
  SELECT
    report, dimension, cohort, scope, counting,
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
    round(sum(exact(pipeline_share * pipeline_share))::DOUBLE, 12) AS pipeline_hhi,
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
  coalesce(pair_count, 0) AS stated_pair_count,
  concordance,
  concordance_low,
  concordance_high,
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
LEFT JOIN estimates.concordance AS kept USING (report, dimension, cohort, scope, counting)
LEFT JOIN raw.market_concentration AS market ON market.report = sums.report AND market.dimension = sums.dimension
JOIN raw.report AS report ON report.report = sums.report
