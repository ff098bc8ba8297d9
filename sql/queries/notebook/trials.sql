-- title: The tracked trials, or those of one segment, in a cohort and a scope.
-- definition: Parameters that are null do not filter; a segment is named by report, dimension and segment.
SELECT trial.*
FROM marts.trial AS trial
WHERE ($cohort IS NULL OR list_contains(cohorts, $cohort))
  AND nct_id IN (SELECT nct_id FROM concepts.trial_scope WHERE scope = $scope)
  AND ($segment IS NULL OR nct_id IN (
    SELECT nct_id FROM concepts.counted_membership
    WHERE report = $report AND dimension = $dimension AND segment = $segment))
ORDER BY nct_id
