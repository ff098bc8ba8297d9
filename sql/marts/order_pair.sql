-- title: Pairs of segments whose order a report states, and whether the pipeline keeps it.
-- grain: report, dimension, leading_segment, trailing_segment, cohort, scope, counting
-- definition: A pair is stated where the report's claims fix which segment has the larger market share, directly or by
--   implication; residual segments are left out. The probability is over the draws of estimates.segment_density: a
--   trial in both segments cancels. The exact test of McNemar uses whole trials in only one of the two segments,
--   two-sided, with Holm's correction over the pairs of the dimension. Verdict: kept where the probability is at least
--   0.95, reversed at 0.05 or less, else open; not_comparable where trials and market are about different things;
--   no_trials where the dimension has none.
-- column report: id of the report
-- column dimension: what the market is split by
-- column leading_segment: id of the segment with the larger market share
-- column trailing_segment: id of the segment with the smaller market share
-- column cohort: id of the cohort
-- column scope: active, late or all
-- column counting: fractional or per_site
-- column claims: claims that state or imply the order
-- column market_difference_low: smallest market share of the leading minus that of the trailing segment
-- column market_difference_high: largest such difference
-- column leading_share: pipeline share of the leading segment
-- column trailing_share: pipeline share of the trailing segment
-- column probability_kept: probability that the leading segment has the larger pipeline share; null if not comparable
-- column only_leading_count: trials in the leading and not in the trailing segment
-- column only_trailing_count: trials in the trailing and not in the leading segment
-- column p_value: two-sided p of McNemar's exact test that neither is larger; null if not comparable
-- column p_value_holm: the same after Holm's correction over the pairs of this report, dimension, cohort and scope
-- column verdict: kept, reversed, open, not_comparable or no_trials
-- column is_default_cohort: true for the cohort that the report is compared on by default
-- column report_version: version of the report's file
-- column snapshot_id: id of the snapshot
-- column rule_version: version of the classifier's rules
WITH stated AS (
  SELECT
    pair.report, pair.dimension, pair.segment AS leading_segment, pair.other AS trailing_segment,
    one.cohort, one.scope, one.counting,
    claims, low, high,
    one.pipeline_share AS leading_share,
    rival.pipeline_share AS trailing_share,
    drawn.probability_ahead,
    only_segment_count, only_other_count,
    one.not_comparable_reason,
    CASE WHEN one.not_comparable_reason IS NULL THEN
      least(1.0, 2 * half_tail(least(only_segment_count, only_other_count), only_segment_count + only_other_count))
    END AS p_value
  FROM raw.market_pair AS pair
  JOIN concepts.compared_share AS one USING (report, dimension, segment)
  JOIN concepts.compared_share AS rival
    ON rival.report = pair.report AND rival.dimension = pair.dimension AND rival.segment = pair.other
      AND rival.cohort = one.cohort AND rival.scope = one.scope AND rival.counting = one.counting
  JOIN concepts.segment_pair_count AS counted
    ON counted.report = pair.report AND counted.dimension = pair.dimension AND counted.segment = pair.segment
      AND counted.other = pair.other AND counted.cohort = one.cohort AND counted.scope = one.scope
  LEFT JOIN estimates.segment_pair AS drawn
    ON drawn.report = pair.report AND drawn.dimension = pair.dimension AND drawn.segment = pair.segment
      AND drawn.other = pair.other AND drawn.cohort = one.cohort AND drawn.scope = one.scope
      AND drawn.counting = one.counting
  WHERE is_ahead AND one.is_ranked AND rival.is_ranked
),
stepped AS (
  SELECT
    *,
    count(*) OVER family AS pairs,
    row_number() OVER (family ORDER BY p_value, leading_segment, trailing_segment) AS step
  FROM stated
  WINDOW family AS (PARTITION BY report, dimension, cohort, scope, counting)
)
SELECT
  report, dimension, leading_segment, trailing_segment, cohort, scope, counting,
  claims,
  low AS market_difference_low,
  high AS market_difference_high,
  leading_share, trailing_share,
  probability_ahead AS probability_kept,
  only_segment_count AS only_leading_count,
  only_other_count AS only_trailing_count,
  p_value,
  CASE WHEN p_value IS NOT NULL THEN
    max(least(1.0, (pairs - step + 1) * p_value)) OVER (
      PARTITION BY report, dimension, cohort, scope, counting ORDER BY step
    )
  END AS p_value_holm,
  CASE
    WHEN not_comparable_reason IS NOT NULL THEN 'not_comparable'
    WHEN leading_share IS NULL THEN 'no_trials'
    WHEN probability_ahead >= 0.95 THEN 'kept'
    WHEN probability_ahead <= 0.05 THEN 'reversed'
    ELSE 'open'
  END AS verdict,
  listed.default_cohort = cohort AS is_default_cohort,
  listed.version AS report_version,
  (SELECT value FROM raw.snapshot_fact WHERE key = 'snapshot_id') AS snapshot_id,
  (SELECT value FROM raw.snapshot_fact WHERE key = 'rule_version') AS rule_version
FROM stepped
JOIN raw.report AS listed USING (report)
