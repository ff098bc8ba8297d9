-- title: The figures of every cell that two days are compared in.
-- definition: No cohort means the default one of each report, no scope all of them.
SELECT cell.report, cell.dimension, named.title AS dimension_title, cell.segment, cell.cohort, cell.scope, cell.counting, cell.segment_title, trial_count,
  pipeline_share, pipeline_share_low, pipeline_share_high, coalesce(overall.verdict, 'no_market_share') AS verdict
FROM marts.segment_pipeline AS cell
JOIN raw.report AS report USING (report)
JOIN raw.dimension AS named ON named.report = cell.report AND named.dimension = cell.dimension
LEFT JOIN marts.segment_verdict AS overall
  ON overall.report = cell.report AND overall.dimension = cell.dimension AND overall.segment = cell.segment
    AND overall.cohort = cell.cohort AND overall.scope = cell.scope
WHERE counting = $counting AND ($scope IS NULL OR cell.scope = $scope) AND cell.cohort = coalesce($cohort, default_cohort)
  AND ($report IS NULL OR report = $report) AND (kind = 'market' OR report = $report)
  AND ($dimension IS NULL OR cell.dimension = $dimension) AND ($segment IS NULL OR cell.segment = $segment)
ORDER BY cell.report, cell.dimension, cell.segment_position NULLS LAST, cell.scope
