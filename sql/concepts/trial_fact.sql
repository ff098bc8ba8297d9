-- title: The facts of a trial that figures count.
-- grain: nct_id
-- definition: One row for each tracked trial, with the facts that sums over segments use.
-- column nct_id: registry id of the trial
-- column trial: number of the trial, from 0
-- column is_active: true if it is not yet recruiting, recruiting, enrolling, or active
-- column phase_bucket: phase as one bucket
-- column started_year: calendar year of its start; null if it has not started or was withdrawn
-- column planned_patient_count: patients planned or enrolled; null where the number is a placeholder
-- column sponsor_parent: company at the top of the lead sponsor, else the sponsor
-- column site_total: sites of the trial, 0 without any
SELECT
  tracked.nct_id,
  row_number() OVER (ORDER BY tracked.nct_id) - 1 AS trial,
  is_active,
  phase_bucket,
  CASE WHEN has_started THEN start_year END AS started_year,
  planned_patient_count,
  sponsor_parent,
  (SELECT count(*) FROM staging.site WHERE site.nct_id = tracked.nct_id) AS site_total
FROM staging.tracked
LEFT JOIN concepts.status_group USING (nct_id)
LEFT JOIN concepts.phase_bucket USING (nct_id)
LEFT JOIN concepts.start_year USING (nct_id)
LEFT JOIN concepts.enrolment USING (nct_id)
LEFT JOIN concepts.sponsor_parent USING (nct_id)
