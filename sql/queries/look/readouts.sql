-- title: Primary completions within the next days, overdue ones, or trials that await results.
-- definition: $kinds lists ahead, overdue and awaiting_results; $days limits those ahead; null does not filter.
SELECT readout.*, brief_title, overall_status, ici_setting, modalities, cancers, cohorts, url
FROM marts.readout AS readout JOIN marts.trial USING (nct_id)
WHERE list_contains($kinds, readout) AND (readout <> 'ahead' OR $days IS NULL OR days_to_readout <= $days)
  AND ($cohort IS NULL OR list_contains(cohorts, $cohort))
ORDER BY readout, days_to_readout, nct_id
