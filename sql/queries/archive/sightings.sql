-- title: Every signal of every run.
-- definition: Up to a moment, or all.
SELECT DISTINCT run, seen_at, kind, place, value, nct_id FROM {source}
WHERE $until IS NULL OR seen_at <= $until
ORDER BY ALL
