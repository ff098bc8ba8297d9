-- title: What each trial counts in each cell, by numbers of both.
-- definition: Only cohorts that are about the report's market: no other is compared with it.
SELECT cell, trial, units
FROM concepts.counted_membership
JOIN concepts.compared_cell USING (cohort, report, dimension, counting, segment)
JOIN (SELECT nct_id, row_number() OVER (ORDER BY nct_id) - 1 AS trial FROM staging.tracked) USING (nct_id)
ANTI JOIN raw.not_comparable USING (cohort, report, dimension)
ORDER BY cell, trial
