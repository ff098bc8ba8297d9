-- title: The trials behind every cell that two days are compared in.
-- definition: No cohort means the default one of each report, no scope all of them.
SELECT report, dimension, segment, cohort, scope, counting, nct_id, weight
FROM concepts.counted_membership
JOIN raw.report USING (report)
JOIN concepts.trial_scope USING (nct_id)
WHERE counting = $counting AND ($scope IS NULL OR scope = $scope) AND cohort = coalesce($cohort, default_cohort)
  AND ($report IS NULL OR report = $report) AND (kind = 'market' OR report = $report)
  AND ($dimension IS NULL OR dimension = $dimension) AND ($segment IS NULL OR segment = $segment)
