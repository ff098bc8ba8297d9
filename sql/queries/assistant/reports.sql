-- title: The reports with their dimensions and segments, for an assistant that has to name them.
SELECT report, report.title, kind, publisher, base_year, default_cohort, dimension, named.title AS dimension_title,
  list(segment ORDER BY segment.position) AS segments,
  list(segment.title ORDER BY segment.position) AS segment_titles
FROM raw.report AS report
LEFT JOIN raw.segment AS segment USING (report)
LEFT JOIN raw.dimension AS named USING (report, dimension)
GROUP BY ALL
ORDER BY report, dimension
