-- title: The answer to each claim of every report, on the report's own cohort, for the page.
SELECT claim_check.report, claim, says, place, answer, figures, why, example_trials
FROM marts.claim_check AS claim_check
JOIN raw.report USING (report)
WHERE is_default_cohort
ORDER BY claim_check.report, claim_position
