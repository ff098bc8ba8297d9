-- title: Which trial, by number, has a single site in which two segments of dimensions that are counted by site.
SELECT pair.report, dimension_a, segment_a, dimension_b, segment_b, trial
FROM concepts.site_pair AS pair
JOIN raw.report AS report USING (report)
JOIN concepts.cohort AS cohort ON cohort.cohort = default_cohort AND cohort.nct_id = pair.nct_id
JOIN concepts.trial_fact AS fact ON fact.nct_id = pair.nct_id
WHERE kind = 'market'
ORDER BY ALL
