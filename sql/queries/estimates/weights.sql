-- title: What each trial weighs in each cell, by phase and by patients, with numbers of both.
SELECT cell, trial, units * coalesce(weights.weight, 0) AS phase,
  patient_weight * coalesce(planned_patient_count, 0)::DOUBLE AS patients
FROM concepts.cell_member
JOIN concepts.numbered_cell USING (cell_number)
JOIN concepts.compared_cell USING (cohort, report, dimension, counting, segment)
JOIN concepts.trial_fact USING (trial)
LEFT JOIN raw.phase_weight AS weights USING (phase_bucket)
ANTI JOIN raw.not_comparable USING (cohort, report, dimension)
ORDER BY cell, trial
