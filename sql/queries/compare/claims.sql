-- title: Claims with their answers.
-- definition: Each report on its own cohort unless one is named.
SELECT report, claim, says, place, answer, figures, why, value, value_low, value_high, trial_count, example_trials,
  kinds, predicates, cohort, counting, report_version, snapshot_id, rule_version
FROM marts.claim_check
WHERE ($report IS NULL OR report = $report) AND ($answer IS NULL OR answer = $answer)
  AND CASE WHEN $cohort IS NULL THEN is_default_cohort ELSE cohort = $cohort END
ORDER BY report, claim_position
