-- title: Fates of trials that left, in chronological order.
-- definition: Up to a moment, or all.
SELECT run, seen_at, nct_id, fate, detail FROM {source}
WHERE $until IS NULL OR seen_at <= $until
ORDER BY seen_at, nct_id
