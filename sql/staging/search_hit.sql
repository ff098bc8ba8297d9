-- title: The current state of each search and trial.
-- grain: search, nct_id
-- definition: A trial without left_at is in the search; each pair occurs once.
-- column search: id of the search
-- column nct_id: registry id of the trial
-- column first_seen: when the search first found the trial, UTC
-- column last_seen: when the search last found the trial, UTC
-- column left_at: when the trial was found to have left the search, UTC; null while it is in
-- column is_open: true while the trial is in the search
SELECT search, nct_id, first_seen, last_seen, left_at, left_at IS NULL AS is_open
FROM raw.search_hit
