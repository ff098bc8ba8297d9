-- title: Pipeline shares against market shares, with the verdict over all countings and the figures of each dimension.
-- definition: Without a report: market reports only, each on its own cohort unless one is named.
SELECT cell.*, named.title AS dimension_title, overall.verdict AS overall_verdict, overall.fractional_verdict, overall.per_site_verdict,
  kendall_tau_b, kendall_tau_low, kendall_tau_high, stated_pair_count, concordance, concordance_low, concordance_high,
  pipeline_hhi, market_hhi, market_hhi_low, market_hhi_high,
  over_researched_count, under_researched_count, indistinct_count,
  drawn.verdict AS posterior_verdict, by_trials AS posterior_by_trials, by_sites AS posterior_by_sites, is_robust,
  has_label_proof, ratio_median, ratio_low, ratio_high, probability_over, probability_over_least, probability_over_most,
  probability_over_relabelled, break_even_share, over_unless_market_above, under_unless_market_below,
  max(nullif(cell.market_basis, 'none')) OVER (PARTITION BY report, dimension, cohort, scope, counting)
    AS market_basis_of_dimension
FROM marts.pipeline_vs_market AS cell
LEFT JOIN marts.segment_density AS drawn USING (report, dimension, segment, cohort, scope, counting)
LEFT JOIN (
  SELECT
    report,
    dimension,
    segment,
    cohort,
    scope,
    max(counting_verdict) FILTER (WHERE counting = 'fractional') AS by_trials,
    max(counting_verdict) FILTER (WHERE counting = 'per_site') AS by_sites
  FROM marts.segment_density
  GROUP BY report, dimension, segment, cohort, scope
) AS each USING (report, dimension, segment, cohort, scope)
JOIN marts.segment_verdict AS overall USING (report, dimension, segment, cohort, scope)
JOIN marts.dimension_vs_market AS whole USING (report, dimension, cohort, scope, counting)
JOIN raw.report AS report USING (report)
JOIN raw.dimension AS named USING (report, dimension)
WHERE counting = $counting AND scope = $scope AND (kind = 'market' OR report = $report)
  AND cohort = coalesce($cohort, default_cohort)
  AND ($report IS NULL OR report = $report) AND ($dimension IS NULL OR dimension = $dimension)
ORDER BY report, dimension, segment_position NULLS LAST
