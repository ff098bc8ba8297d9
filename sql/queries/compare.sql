-- title: Pipeline shares against market shares, with the verdict over all countings and the figures of each dimension.
-- definition: Without a report: market reports only, each on its own cohort unless one is named.
SELECT cell.*, overall.verdict AS overall_verdict, overall.fractional_verdict, overall.per_site_verdict,
  kendall_tau_b, kendall_tau_low, kendall_tau_high, pipeline_hhi, market_hhi, market_hhi_low, market_hhi_high,
  over_researched_count, under_researched_count, indistinct_count,
  max(nullif(market_basis, 'none')) OVER (PARTITION BY report, dimension, cohort, scope, counting)
    AS market_basis_of_dimension
FROM marts.pipeline_vs_market AS cell
JOIN marts.segment_verdict AS overall USING (report, dimension, segment, cohort, scope)
JOIN marts.dimension_vs_market AS whole USING (report, dimension, cohort, scope, counting)
JOIN raw.report AS report USING (report)
WHERE counting = $counting AND scope = $scope AND (kind = 'market' OR report = $report)
  AND cohort = coalesce($cohort, default_cohort)
  AND ($report IS NULL OR report = $report) AND ($dimension IS NULL OR dimension = $dimension)
ORDER BY report, dimension, segment_position NULLS LAST
