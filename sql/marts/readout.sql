-- title: Primary completions that lie ahead, are overdue, or await results.
-- grain: nct_id
-- definition: awaiting_results = the trial is completed or terminated with any date, or the date has passed and is
--   marked as actual. Of all others: ahead = the date has not passed; overdue = it has passed and is only an estimate.
--   Trials with posted results, withdrawn ones, expanded access, and trials without a date are left out. A month or
--   year counts as passed when its last day has.
-- column nct_id: registry id of the trial
-- column readout: ahead, overdue or awaiting_results
-- column primary_completion_date: first day that the date can mean
-- column primary_completion_precision: day, month or year
-- column primary_completion_kind: ACTUAL or ESTIMATED, if the registry says so
-- column days_to_readout: days from the snapshot to the last day that the date can mean; negative once it has passed
-- column phase_bucket: phase as one bucket
-- column status_group: status as one group
-- column sponsor_parent: parent company, else the lead sponsor
WITH dated AS (
  SELECT
    *,
    date_diff(
      'day',
      (SELECT value::DATE FROM raw.snapshot_fact WHERE key = 'as_of'),
      last_day_of(primary_completion_date, primary_completion_precision)
    ) AS days_to_readout,
    coalesce(primary_completion_kind, '') = 'ACTUAL' AS is_actual
  FROM staging.study
  WHERE primary_completion_date IS NOT NULL
    AND NOT has_results
    AND coalesce(overall_status, '') <> 'WITHDRAWN'
),
judged AS (
  SELECT
    dated.*,
    status_group,
    CASE
      WHEN status_group IN ('completed', 'stopped') OR (is_actual AND days_to_readout < 0) THEN 'awaiting_results'
      WHEN days_to_readout >= 0 THEN 'ahead'
      ELSE 'overdue'
    END AS readout
  FROM dated
  JOIN concepts.status_group USING (nct_id)
  WHERE status_group <> 'expanded_access'
)
SELECT
  nct_id,
  readout,
  primary_completion_date,
  primary_completion_precision,
  primary_completion_kind,
  days_to_readout,
  phase_bucket,
  status_group,
  sponsor_parent
FROM judged
JOIN concepts.phase_bucket USING (nct_id)
LEFT JOIN concepts.sponsor_parent USING (nct_id)
