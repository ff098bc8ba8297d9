-- title: Every event of every search in chronological order.
-- definition: Up to a moment, or all.
SELECT run, seen_at, search, nct_id, event FROM {source}
WHERE $until IS NULL OR seen_at <= $until
ORDER BY seen_at, search, nct_id
