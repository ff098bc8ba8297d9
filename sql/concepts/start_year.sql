-- title: The year in which a trial started or plans to start.
-- grain: nct_id
-- definition: Trials without a start date are left out. A withdrawn trial never started, even if it had a planned date.
-- column nct_id: registry id of the trial
-- column start_year: calendar year of the start date
-- column has_started: true unless the trial was withdrawn or the date lies after the day of the snapshot
SELECT
  nct_id,
  year(start_date)::INTEGER AS start_year,
  coalesce(overall_status, '') <> 'WITHDRAWN'
    AND start_date <= (SELECT value::DATE FROM raw.snapshot_fact WHERE key = 'as_of') AS has_started
FROM staging.study
WHERE start_date IS NOT NULL
