-- title: Trials of a cohort whose products a report's dimension does not mean.
-- definition: Of every dimension that a comparison shows, in its cohort and scope, with the report's reason.
SELECT report, dimension, member.cohort, reason, count(*) AS trials
FROM marts.unclassified
JOIN raw.outside_product USING (report, dimension, reason)
JOIN concepts.cohort AS member USING (nct_id)
JOIN concepts.trial_scope USING (nct_id)
JOIN raw.report USING (report)
WHERE scope = $scope AND member.cohort = coalesce($cohort, default_cohort)
  AND ($report IS NULL OR report = $report) AND ($dimension IS NULL OR dimension = $dimension)
GROUP BY ALL
ORDER BY ALL
