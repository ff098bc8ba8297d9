-- title: The answer to each claim of a market report, on the report's own cohort, for the workbook.
SELECT report, claim, says, place, replace(answer, '_', ' ') AS answer, figures, why, example_trials
FROM marts.claim_check JOIN raw.report AS report USING (report)
WHERE is_default_cohort AND report.kind = 'market'
ORDER BY report, claim_position
