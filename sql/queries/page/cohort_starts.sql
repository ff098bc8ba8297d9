-- title: Trials of each market report's own cohort by the year of their start, for the page.
SELECT report, start_year, count(*) AS trial_count
FROM raw.report AS report
JOIN concepts.cohort AS member ON member.cohort = report.default_cohort
JOIN marts.trial USING (nct_id)
WHERE kind = 'market' AND start_year IS NOT NULL
GROUP BY report, start_year
ORDER BY report, start_year
