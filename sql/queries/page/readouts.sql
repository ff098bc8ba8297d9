-- title: Primary completions of the coming twelve months, for the page.
SELECT nct_id, brief_title, readout.sponsor_parent AS sponsor, readout.phase_bucket, readout.primary_completion_date,
  primary_completion_precision, days_to_readout
FROM marts.readout AS readout
JOIN marts.trial USING (nct_id)
WHERE readout = 'ahead' AND days_to_readout <= 365
ORDER BY primary_completion_date, nct_id
