-- title: Starts that growth is measured on, numbered.
-- grain: nct_id
-- definition: Trials that started in the last six complete calendar years. The year of the snapshot is incomplete and left
--   out; trials that are registered late may still be added to the last years.
-- column nct_id: registry id of the trial
-- column start_year: calendar year of the start
-- column last_year: last complete year
-- column trial: number of the trial, from 0
SELECT
  nct_id,
  start_year,
  last_year,
  row_number() OVER (ORDER BY nct_id) - 1 AS trial
FROM concepts.start_year
CROSS JOIN (SELECT year(value::DATE)::INTEGER - 1 AS last_year FROM raw.snapshot_fact WHERE key = 'as_of')
WHERE has_started AND start_year BETWEEN last_year - 5 AND last_year
