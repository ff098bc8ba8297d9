-- title: What a trial adds to the figures of claims.
-- grain: nct_id
-- definition: Every tracked trial.
-- column nct_id: registry id of the trial
-- column trial: number of the trial, from 0
-- column is_recent: true if the trial started in the last three complete years
-- column patients: planned or enrolled patients, placeholders left out
SELECT
  nct_id,
  trial,
  coalesce(has_started AND is_recent_start(start_year, last_year), false) AS is_recent,
  coalesce(planned_patient_count, 0) AS patients
FROM concepts.trial_fact
CROSS JOIN (SELECT year(value::DATE)::INTEGER - 1 AS last_year FROM raw.snapshot_fact WHERE key = 'as_of')
LEFT JOIN concepts.start_year USING (nct_id)
