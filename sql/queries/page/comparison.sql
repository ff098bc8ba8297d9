-- title: Pipeline against market for the page: each market report, in every cohort, scope and counting if $every.
-- definition: A segment that no trial can be put into has its market share and the reason only. Without $every only the
--   report's own cohort, active trials, and whole trials split over segments. Shares and probabilities are those of
--   marts.segment_density. Where a segment is counted by site as well, both verdicts are given.
SELECT cell.report, cell.dimension, named.title AS dimension_title, cell.segment, cell.segment_title, cell.segment_position, cell.is_residual,
  cell.cohort, cell.scope, cell.counting, cell.trial_count, cell.classified_trial_count, cell.unclassified_trial_count,
  cell.unclassified_share, whole.trial_count AS listed_trial_count, cell.market_basis, cell.market_note, cell.not_comparable_reason, cell.cohort_caution,
  listed.not_mappable,
  coalesce(drawn.pipeline_share, cell.pipeline_share) AS pipeline_share,
  coalesce(drawn.pipeline_share_low, cell.pipeline_share_low) AS pipeline_share_low,
  coalesce(drawn.pipeline_share_high, cell.pipeline_share_high) AS pipeline_share_high,
  coalesce(drawn.market_share, cell.market_share) AS market_share,
  coalesce(drawn.market_share_low, cell.market_share_low) AS market_share_low,
  coalesce(drawn.market_share_high, cell.market_share_high) AS market_share_high,
  coalesce(drawn.verdict, cell.verdict) AS verdict,
  max(drawn.counting_verdict) FILTER (WHERE cell.counting = 'fractional') OVER each AS by_trials,
  max(drawn.counting_verdict) FILTER (WHERE cell.counting = 'per_site') OVER each AS by_sites,
  ratio_median, ratio_low, ratio_high, probability_over, probability_over_least, probability_over_most, is_robust,
  has_label_proof, over_unless_market_above, under_unless_market_below
FROM marts.pipeline_vs_market AS cell
LEFT JOIN marts.segment_density AS drawn USING (report, dimension, segment, cohort, scope, counting)
JOIN marts.segment_pipeline AS whole
  ON whole.report = cell.report AND whole.dimension = cell.dimension AND whole.segment = cell.segment
  AND whole.cohort = cell.cohort AND whole.scope = cell.scope AND whole.counting = 'whole'
JOIN raw.report AS report ON report.report = cell.report
JOIN raw.segment AS listed
  ON listed.report = cell.report AND listed.dimension = cell.dimension AND listed.segment = cell.segment
JOIN raw.dimension AS named ON named.report = cell.report AND named.dimension = cell.dimension
WHERE kind = 'market' AND ($every OR cell.is_default_cohort AND cell.scope = 'active')
WINDOW each AS (PARTITION BY cell.report, cell.dimension, cell.segment, cell.cohort, cell.scope)
QUALIFY $every OR cell.counting = 'fractional'
ORDER BY cell.report, cell.cohort, cell.scope, cell.counting, cell.dimension, cell.segment_position
