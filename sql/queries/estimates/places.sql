-- title: Which trial, by number, of a report's default cohort is in which segment.
SELECT report, dimension, segment, trial
FROM concepts.counted_membership
JOIN raw.report AS report USING (report)
JOIN (SELECT nct_id, row_number() OVER (ORDER BY nct_id) - 1 AS trial FROM staging.tracked) USING (nct_id)
WHERE kind = 'market' AND cohort = default_cohort AND counting = 'whole' AND segment <> 'unclassified'
ORDER BY report, dimension, segment, trial
