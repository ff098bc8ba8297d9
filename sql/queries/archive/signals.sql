-- title: Every distinct signal with the run that met it first.
-- definition: Up to a moment, or all.
SELECT arg_min(run, seen_at), min(seen_at), kind, place, value, nct_id FROM {source}
WHERE $until IS NULL OR seen_at <= $until
GROUP BY kind, place, value, nct_id ORDER BY kind, place, value, nct_id
