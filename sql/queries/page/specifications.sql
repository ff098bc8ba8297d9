-- title: In how many ways of counting each segment of a market report has a verdict, for the page.
SELECT summary.*, named.title AS dimension_title
FROM marts.specification_summary AS summary
JOIN raw.report USING (report)
JOIN raw.dimension AS named USING (report, dimension)
WHERE kind = 'market' AND specification_count > 0
ORDER BY report, dimension, segment_position
