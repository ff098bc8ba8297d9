-- title: What each trial counts in each cell, by numbers of both.
SELECT cell, trial, units
FROM concepts.counted_membership
JOIN concepts.compared_cell USING (cohort, report, dimension, counting, segment)
JOIN (SELECT nct_id, row_number() OVER (ORDER BY nct_id) - 1 AS trial FROM staging.tracked) USING (nct_id)
ORDER BY cell, trial
