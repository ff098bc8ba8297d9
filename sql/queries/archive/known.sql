-- title: The content hash of the latest version of every trial.
-- definition: One row for each trial ever seen.
SELECT nct_id, arg_max(content_hash, seen_at) FROM {source} GROUP BY nct_id
