-- title: The answer to each claim of every market report, in each cohort, for the page.
SELECT claim_check.report, claim, cohort, says, place, answer, figures, why, example_trials
FROM marts.claim_check AS claim_check
JOIN raw.report USING (report)
WHERE kind = 'market'
ORDER BY claim_check.report, cohort, claim_position
