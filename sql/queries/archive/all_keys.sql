-- title: Every version of every trial.
-- definition: In the order of ids and times.
SELECT nct_id, seen_at, content_hash FROM {source} ORDER BY nct_id, seen_at
