-- title: How each search and trial stand today.
-- grain: search, nct_id
-- definition: The row of raw.search_hit that was seen last tells whether the trial is still in the search.
-- column search: id of the search
-- column nct_id: registry id of the trial
-- column first_seen: when the search first found the trial, UTC
-- column last_seen: when the search last found the trial, UTC
-- column left_at: when the trial was found to have left the search, UTC; null while it is in
-- column is_open: true while the trial is in the search
SELECT
  search,
  nct_id,
  min(first_seen) AS first_seen,
  max(last_seen) AS last_seen,
  arg_max_null(left_at, (last_seen, run)) AS left_at,
  arg_max_null(left_at, (last_seen, run)) IS NULL AS is_open
FROM raw.search_hit
GROUP BY search, nct_id
