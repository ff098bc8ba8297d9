-- title: The reports with their dimensions and segments, for an assistant that has to name them.
SELECT report, report.title, kind, publisher, base_year, default_cohort, dimension,
  list(segment ORDER BY position) AS segments, list(segment.title ORDER BY position) AS segment_titles
FROM raw.report AS report
LEFT JOIN raw.segment AS segment USING (report)
GROUP BY ALL
ORDER BY report, dimension
