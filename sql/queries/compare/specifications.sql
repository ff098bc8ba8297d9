-- title: In how many ways of counting each verdict holds.
-- definition: Without a report: market reports only.
SELECT summary.*, named.title AS dimension_title
FROM marts.specification_summary AS summary
JOIN raw.report AS report USING (report)
JOIN raw.dimension AS named USING (report, dimension)
WHERE (kind = 'market' OR report = $report)
  AND ($report IS NULL OR report = $report) AND ($dimension IS NULL OR dimension = $dimension)
ORDER BY report, dimension, segment_position
