-- title: The market reports with the cohort that each is compared on, for the page.
SELECT report, report.title, publisher, base_year, default_cohort, report.version, cohort.title AS cohort_title,
  cohort.definition AS cohort_definition, cohort.caution AS cohort_caution
FROM raw.report AS report
JOIN raw.cohort AS cohort ON cohort.cohort = report.default_cohort
WHERE kind = 'market'
ORDER BY report
