-- title: What each trial counts in each cell, by numbers of both.
-- definition: Only cohorts that are about the report's market: no other is compared with it.
SELECT cell, trial, units
FROM concepts.cell_member
JOIN concepts.numbered_cell USING (cell_number)
JOIN concepts.compared_cell USING (cohort, report, dimension, counting, segment)
ANTI JOIN raw.not_comparable USING (cohort, report, dimension)
ORDER BY cell, trial
