-- title: The tracked trials for the page's table.
SELECT nct_id, brief_title, sponsor_parent, lower(replace(overall_status, '_', ' ')) AS status, phase_bucket, is_active,
  start_date, start_precision, start_year, started_year, planned_patient_count, site_count, ici_setting, modalities, cancers, countries,
  interventions, cohorts
FROM marts.trial
JOIN (SELECT nct_id, started_year FROM concepts.trial_fact) USING (nct_id)
ORDER BY start_date DESC NULLS LAST, nct_id
