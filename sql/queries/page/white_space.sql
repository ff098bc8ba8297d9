-- title: Every two dimensions of a market report crossed, by cohort and scope, for the page.
SELECT cell.report, cohort, scope, dimension_a, dimension_b, first.title AS dimension_a_title,
  second.title AS dimension_b_title, segment_a, segment_b, segment_a_title, segment_b_title,
  observed_count, expected_permuted, reading
FROM marts.white_space AS cell
JOIN raw.report AS report USING (report)
JOIN raw.dimension AS first ON first.report = cell.report AND first.dimension = cell.dimension_a
JOIN raw.dimension AS second ON second.report = cell.report AND second.dimension = cell.dimension_b
JOIN raw.segment AS one
  ON one.report = cell.report AND one.dimension = cell.dimension_a AND one.segment = cell.segment_a
JOIN raw.segment AS other
  ON other.report = cell.report AND other.dimension = cell.dimension_b AND other.segment = cell.segment_b
WHERE kind = 'market'
ORDER BY cell.report, cohort, scope, dimension_a, dimension_b, one.position, other.position
