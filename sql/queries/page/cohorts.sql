-- title: The cohorts with their meaning and number of trials, for the page.
SELECT cohort, title, definition, caution, count(nct_id) AS trial_count
FROM raw.cohort
LEFT JOIN concepts.cohort USING (cohort)
GROUP BY ALL
ORDER BY trial_count, cohort
