-- title: What each trial weighs in each cell, by phase and by patients, with numbers of both.
SELECT cell, trial, units * coalesce(weights.weight, 0) AS phase,
  patient_weight * coalesce(planned_patient_count, 0)::DOUBLE AS patients
FROM concepts.counted_membership
JOIN concepts.compared_cell USING (cohort, report, dimension, counting, segment)
JOIN (SELECT nct_id, row_number() OVER (ORDER BY nct_id) - 1 AS trial FROM staging.tracked) USING (nct_id)
JOIN concepts.trial_fact USING (nct_id)
LEFT JOIN raw.phase_weight AS weights USING (phase_bucket)
ANTI JOIN raw.not_comparable USING (cohort, report, dimension)
ORDER BY cell, trial
