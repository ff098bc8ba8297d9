-- title: Pairs of segments with fewer or more trials than expected from the margins.
-- grain: report, cohort, scope, dimension_a, segment_a, dimension_b, segment_b
-- definition: Every pair of segments from two dimensions of one report, the dimensions in alphabetical order. The
--   reading rests on permutations that keep how many segments each trial has in each dimension and how many trials each
--   segment has (estimates.white_space), with the false-discovery rate of a pair of dimensions held at 5 %: large
--   trials are in most cells, and the margins alone would mark these "more". Permutations are drawn for each market
--   report on its default cohort. expected_count and the residuals only describe: they compare with independent
--   margins, each cell as a table of its own, the Pearson one in units of the standard deviation, the adjusted one with
--   the margins taken off.
-- column report: id of the report
-- column cohort: id of the cohort
-- column scope: active, late or all: which trials count as pipeline
-- column dimension_a: first dimension
-- column segment_a: segment of the first dimension
-- column dimension_b: second dimension
-- column segment_b: segment of the second dimension
-- column segment_a_title: name of the first segment
-- column segment_b_title: name of the second segment
-- column is_default_cohort: true for the cohort that the report is compared on by default
-- column cohort_trial_count: trials of the cohort in the scope
-- column segment_a_trial_count: trials in the first segment
-- column segment_b_trial_count: trials in the second segment
-- column observed_count: trials in both
-- column expected_count: trials in both if the two were independent
-- column pearson_residual: observed less expected, over the root of expected; null where nothing is expected
-- column adjusted_residual: the same over its own standard deviation; null where a margin is empty or full
-- column tested_count: trials placed in both dimensions that are in both segments; where both dimensions are decided by
--   site, those with a single site in both; null where not tested
-- column expected_permuted: mean of that count over the permutations; null where not tested
-- column p_value: two-sided Monte Carlo p-value; null where not tested
-- column q_value: smallest false-discovery rate at which the cell is a finding; null where not tested or sparse
-- column is_sparse: true if fewer than five trials are expected, by permutation or, where not tested, from the margins
-- column reading: fewer or more (q at most 0.05), as_expected, too_few (sparse) or not_tested
-- column report_version: version of the report's file
-- column snapshot_id: id of the snapshot
-- column rule_version: version of the classifier's rules
WITH residuals AS (
  SELECT
    *,
    (observed - expected) / nullif(sqrt(expected), 0) AS pearson,
    (observed - expected) / nullif(sqrt(expected * (1 - a / n) * (1 - b / n)), 0) AS adjusted
  FROM concepts.crossed_cell
)
SELECT
  report,
  cohort,
  scope,
  dimension_a,
  segment_a,
  dimension_b,
  segment_b,
  segment_a_title,
  segment_b_title,
  report.default_cohort = cohort AS is_default_cohort,
  n AS cohort_trial_count,
  a AS segment_a_trial_count,
  b AS segment_b_trial_count,
  observed AS observed_count,
  expected AS expected_count,
  pearson AS pearson_residual,
  adjusted AS adjusted_residual,
  tested_count,
  expected_permuted,
  p_value,
  q_value,
  coalesce(expected_permuted, expected, 0) < 5 AS is_sparse,
  CASE
    WHEN coalesce(expected_permuted, expected, 0) < 5 THEN 'too_few'
    WHEN q_value IS NULL THEN 'not_tested'
    WHEN q_value > 0.05 THEN 'as_expected'
    WHEN tested_count < expected_permuted THEN 'fewer'
    ELSE 'more'
  END AS reading,
  report.version AS report_version,
  (SELECT value FROM raw.snapshot_fact WHERE key = 'snapshot_id') AS snapshot_id,
  (SELECT value FROM raw.snapshot_fact WHERE key = 'rule_version') AS rule_version
FROM residuals
LEFT JOIN estimates.white_space AS tested
  USING (report, cohort, scope, dimension_a, segment_a, dimension_b, segment_b)
JOIN raw.report AS report USING (report)
