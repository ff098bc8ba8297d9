-- title: Two dimensions of one report crossed.
-- definition: Each report on its own cohort unless one is named.
SELECT cell.*, first.title AS dimension_a_title, second.title AS dimension_b_title
FROM marts.white_space AS cell
JOIN raw.report AS report USING (report)
JOIN raw.dimension AS first ON first.report = cell.report AND first.dimension = cell.dimension_a
JOIN raw.dimension AS second ON second.report = cell.report AND second.dimension = cell.dimension_b
JOIN raw.segment AS one
  ON one.report = cell.report AND one.dimension = cell.dimension_a AND one.segment = cell.segment_a
JOIN raw.segment AS other
  ON other.report = cell.report AND other.dimension = cell.dimension_b AND other.segment = cell.segment_b
WHERE (kind = 'market' OR cell.report = $report) AND ($report IS NULL OR cell.report = $report)
  AND cell.cohort = coalesce($cohort, default_cohort) AND cell.scope = $scope
  AND ($first IS NULL OR $first IN (dimension_a, dimension_b))
  AND ($second IS NULL OR $second IN (dimension_a, dimension_b))
ORDER BY cell.report, dimension_a, dimension_b, one.position, other.position
