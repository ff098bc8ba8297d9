-- title: Versions of trials that have several.
-- definition: Comparisons of versions do not need trials that never changed.
SELECT nct_id, seen_at, content_hash FROM {source}
QUALIFY count(*) OVER (PARTITION BY nct_id) > 1
ORDER BY nct_id, seen_at
