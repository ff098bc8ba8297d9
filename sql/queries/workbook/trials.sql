-- title: The active tracked trials with their main facts, for the workbook.
SELECT nct_id, brief_title, sponsor, phase_bucket AS phase,
  lower(replace(overall_status, '_', ' ')) AS status, start_date, primary_completion_date,
  last_update_posted, planned_patient_count, site_count, countries, cancers, modalities, ici_setting
FROM marts.trial
WHERE is_active
ORDER BY nct_id
