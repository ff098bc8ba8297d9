-- title: Which trial, by number, of a report's default cohort is in which segment.
SELECT report, dimension, segment, trial
FROM concepts.cell_member
JOIN concepts.numbered_cell USING (cell_number)
JOIN raw.report AS report USING (report)
WHERE kind = 'market' AND cohort = default_cohort AND counting = 'whole' AND segment <> 'unclassified'
ORDER BY report, dimension, segment, trial
