-- title: The verdict on each segment of a market report in every way of counting, for the page.
SELECT grid.report, dimension, named.title AS dimension_title, segment, segment_title, cohort, cohort.title AS cohort_title, scope,
  counting, weighting, probability_over, verdict, is_base
FROM marts.specification_grid AS grid
JOIN raw.report USING (report)
JOIN raw.cohort AS cohort USING (cohort)
JOIN raw.dimension AS named USING (report, dimension)
WHERE kind = 'market'
ORDER BY grid.report, dimension, segment_position, is_base DESC, cohort, scope, counting, weighting
