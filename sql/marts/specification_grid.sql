-- title: The verdict on each segment under every defensible way of counting.
-- grain: report, dimension, segment, cohort, scope, counting, weighting
-- definition: One row for each choice of cohort, scope, counting and weighting, if the report's claims bound the
--   segment's market share and the cohort is about its market. The verdict follows the rule of marts.segment_density:
--   over_researched where the probability that pipeline share over market share lies above 1 is at least 0.95,
--   under_researched where it is at most 0.05. marts.specification_summary counts the rows of a segment.
-- column report: id of the report
-- column dimension: what the market is split by
-- column segment: id of the segment
-- column cohort: id of the cohort
-- column scope: active, late or all
-- column counting: fractional or per_site
-- column weighting: trials = equal weights; phase = by weights.toml; patients = by planned patients
-- column segment_title: name of the segment
-- column segment_position: place in the report's order, from 1
-- column pipeline_share: share of the classified pipeline; null where all weights are zero
-- column pipeline_share_low: 5 % quantile of the posterior of the pipeline share
-- column pipeline_share_high: 95 % quantile of it
-- column market_share: mean of the market shares that the report's claims allow
-- column ratio_median: median of pipeline share over market share
-- column probability_over: probability that this ratio lies above 1
-- column verdict: over_researched, under_researched, indistinct, or no_trials where all weights are zero
-- column is_base: true for the choice that compare shows: the report's own cohort, active, fractional, equal weights
-- column only_switch: the one choice that differs from the base, such as scope=all; null for the base and where several
--   differ
-- column report_version: version of the report's file
-- column snapshot_id: id of the snapshot
-- column rule_version: version of the classifier's rules
WITH drawn AS (
  SELECT
    report, dimension, segment, cohort, scope, counting,
    'trials' AS weighting,
    pipeline_share_low, pipeline_share_high, ratio_median, probability_over
  FROM estimates.segment_density
  UNION ALL
  SELECT
    report, dimension, segment, cohort, scope, counting, weighting,
    pipeline_share_low, pipeline_share_high, ratio_median, probability_over
  FROM estimates.weighted_density
),
ways AS (
  SELECT
    cell.*,
    weighted.weighting,
    weighted.share,
    list_filter(
      [
        CASE WHEN NOT cell.is_default_cohort THEN 'cohort=' || cohort END,
        CASE WHEN scope <> 'active' THEN 'scope=' || scope END,
        CASE WHEN counting <> 'fractional' THEN 'counting=' || counting END,
        CASE WHEN weighted.weighting <> 'trials' THEN 'weighting=' || weighted.weighting END
      ],
      LAMBDA switch: switch IS NOT NULL
    ) AS switches
  FROM (
    FROM marts.segment_density
    SELECT
      report, dimension, segment, cohort, scope, counting, segment_title, segment_position, is_default_cohort,
      market_share, report_version, snapshot_id, rule_version
    WHERE market_basis <> 'none' AND counting_verdict <> 'not_comparable'
  ) AS cell
  JOIN concepts.weighted_share AS weighted USING (report, dimension, segment, cohort, scope, counting)
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
  share AS pipeline_share,
  pipeline_share_low,
  pipeline_share_high,
  market_share,
  ratio_median,
  probability_over,
  CASE
    WHEN probability_over IS NULL THEN 'no_trials'
    ELSE judged_by(probability_over)
  END AS verdict,
  len(switches) = 0 AS is_base,
  CASE WHEN len(switches) = 1 THEN switches[1] END AS only_switch,
  report_version,
  snapshot_id,
  rule_version
FROM ways
LEFT JOIN drawn USING (report, dimension, segment, cohort, scope, counting, weighting)
