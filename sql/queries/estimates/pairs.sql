-- title: The cells of white space to test, in the order of a report's segments.
SELECT one.report, default_cohort AS cohort, one.dimension AS dimension_a, one.segment AS segment_a,
  other.dimension AS dimension_b, other.segment AS segment_b, first.by_site AND second.by_site AS by_site
FROM raw.segment AS one
JOIN raw.segment AS other ON other.report = one.report AND other.dimension > one.dimension
JOIN raw.report AS report ON report.report = one.report
JOIN concepts.dimension AS first ON first.report = one.report AND first.dimension = one.dimension
JOIN concepts.dimension AS second ON second.report = other.report AND second.dimension = other.dimension
WHERE kind = 'market' AND one.not_mappable IS NULL AND other.not_mappable IS NULL
ORDER BY one.report, dimension_a, dimension_b, one.position, segment_a, other.position, segment_b
