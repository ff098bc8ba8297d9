-- title: Pipeline shares against market shares, with the figures of each dimension.
-- definition: Without a report: market reports only, each on its own cohort unless one is named.
SELECT cell.*, kendall_tau_b, kendall_tau_low, kendall_tau_high, pipeline_hhi, market_hhi, market_hhi_low,
  market_hhi_high, over_researched_count, under_researched_count, indistinct_count, smallest_flip,
  max(nullif(market_basis, 'none')) OVER (PARTITION BY report, dimension, cohort, counting)
    AS market_basis_of_dimension
FROM marts.pipeline_vs_market AS cell
JOIN marts.dimension_vs_market AS whole USING (report, dimension, cohort, counting)
JOIN raw.report AS report USING (report)
WHERE counting = $counting AND (kind = 'market' OR report = $report) AND cohort = coalesce($cohort, default_cohort)
  AND ($report IS NULL OR report = $report) AND ($dimension IS NULL OR dimension = $dimension)
ORDER BY report, dimension, segment_position NULLS LAST
