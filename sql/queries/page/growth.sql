-- title: Growth of starts in each segment of a market report against the rest, for the page.
SELECT growth.*
FROM marts.segment_growth AS growth
JOIN raw.report USING (report)
WHERE kind = 'market'
ORDER BY growth.report, dimension, segment_position
