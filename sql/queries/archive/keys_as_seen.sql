-- title: The current version of each trial on a day, by the days on which we saw it.
-- definition: Without a day: the newest.
SELECT nct_id, max(seen_at), arg_max(content_hash, seen_at) FROM {source}
WHERE $until IS NULL OR seen_at <= $until
GROUP BY nct_id ORDER BY nct_id
