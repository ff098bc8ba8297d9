-- title: The verdict on each segment under every way of counting that one could defend.
-- grain: report, dimension, segment, cohort, scope, counting, weighting
-- definition: One row for each choice of cohort, scope, counting and weighting, as far as the report's claims bound the
--   segment's market share and the cohort is about its market. Trials that weigh alike have the verdict of
--   marts.pipeline_vs_market. Weighted trials are judged in the same way: Wilson's 95 % interval, taken over the effective
--   number of trials, over the range of market shares. marts.specification_summary counts the rows of a segment.
-- column report: id of the report
-- column dimension: what the market is split by
-- column segment: id of the segment
-- column cohort: id of the cohort
-- column scope: active, late or all
-- column counting: fractional or per_site
-- column weighting: trials = all alike; phase = by weights.toml; patients = by planned patients
-- column segment_title: name of the segment
-- column segment_position: place in the report's order, from 1
-- column effective_trial_count: trials of equal weight that would tell as much; null where nothing has weight
-- column pipeline_share: share of the classified pipeline; null where nothing has weight
-- column pipeline_share_low: lower end of its 95 % interval
-- column pipeline_share_high: upper end of that interval
-- column market_share: mean of the market shares that the report's claims allow
-- column market_share_low: smallest market share that the claims allow
-- column market_share_high: largest market share that they allow
-- column density_ratio: pipeline share divided by market share
-- column verdict: over_researched, under_researched, indistinct, or no_trials where nothing has weight
-- column is_base: true for the choice that compare shows: the report's own cohort, active, fractional, trials alike
-- column only_switch: the one choice that differs from the base, such as scope=all; null for the base and where several do
-- column report_version: version of the report's file
-- column snapshot_id: id of the snapshot
-- column rule_version: version of the classifier's rules
WITH weighed AS (
  SELECT
    weighted.report,
    weighted.dimension,
    weighted.segment,
    weighted.cohort,
    weighted.scope,
    weighted.counting,
    weighted.weighting,
    cell.segment_title,
    cell.segment_position,
    weighted.effective_trial_count AS trials,
    weighted.share,
    CASE WHEN weighting = 'trials' THEN cell.pipeline_share_low ELSE wilson_low(share * trials, trials) END AS low,
    CASE WHEN weighting = 'trials' THEN cell.pipeline_share_high ELSE wilson_high(share * trials, trials) END AS high,
    cell.market_share,
    cell.market_share_low,
    cell.market_share_high,
    cell.verdict AS unweighted_verdict,
    list_filter(
      [
        CASE WHEN NOT cell.is_default_cohort THEN 'cohort=' || weighted.cohort END,
        CASE WHEN weighted.scope <> 'active' THEN 'scope=' || weighted.scope END,
        CASE WHEN weighted.counting <> 'fractional' THEN 'counting=' || weighted.counting END,
        CASE WHEN weighting <> 'trials' THEN 'weighting=' || weighting END
      ],
      LAMBDA switch: switch IS NOT NULL
    ) AS switches,
    cell.report_version,
    cell.snapshot_id,
    cell.rule_version
  FROM concepts.weighted_share AS weighted
  JOIN marts.pipeline_vs_market AS cell USING (report, dimension, segment, cohort, scope, counting)
  WHERE cell.verdict NOT IN ('not_comparable', 'no_market_share')
)
SELECT
  report,
  dimension,
  segment,
  cohort,
  scope,
  counting,
  weighting,
  segment_title,
  segment_position,
  trials AS effective_trial_count,
  share AS pipeline_share,
  low AS pipeline_share_low,
  high AS pipeline_share_high,
  market_share,
  market_share_low,
  market_share_high,
  share / nullif(market_share, 0) AS density_ratio,
  CASE
    WHEN share IS NULL THEN 'no_trials'
    WHEN weighting = 'trials' THEN unweighted_verdict
    WHEN low > market_share_high THEN 'over_researched'
    WHEN high < market_share_low THEN 'under_researched'
    ELSE 'indistinct'
  END AS verdict,
  len(switches) = 0 AS is_base,
  CASE WHEN len(switches) = 1 THEN switches[1] END AS only_switch,
  report_version,
  snapshot_id,
  rule_version
FROM weighed
