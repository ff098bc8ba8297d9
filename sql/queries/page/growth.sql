-- title: Growth of starts in each segment of a market report against the rest, for the page.
SELECT growth.*, named.title AS dimension_title
FROM marts.segment_growth AS growth
JOIN raw.report USING (report)
JOIN raw.dimension AS named USING (report, dimension)
WHERE kind = 'market'
ORDER BY growth.report, dimension, segment_position
