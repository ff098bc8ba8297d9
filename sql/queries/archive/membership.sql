-- title: Each trial of each search with the first and last time it was seen.
-- definition: A full walk of a search has seen every trial that was in the search then, although it stores no row for each.
WITH hit AS (
    SELECT search, nct_id, min(seen_at) AS first_seen,
           max(seen_at) FILTER (event NOT IN ('left', 'dropped')) AS last_hit,
           CASE WHEN arg_max(event, seen_at) IN ('left', 'dropped') THEN max(seen_at) END AS left_at
    FROM {source} WHERE $until IS NULL OR seen_at <= $until
    GROUP BY search, nct_id
)
SELECT hit.search, nct_id, first_seen, greatest(last_hit, max(walk.seen_at)) AS last_seen, left_at
FROM hit LEFT JOIN walk
  ON walk.search = hit.search AND walk.seen_at < coalesce(left_at, TIMESTAMP 'infinity')
 AND ($until IS NULL OR walk.seen_at <= $until)
GROUP BY hit.search, nct_id, first_seen, last_hit, left_at
ORDER BY hit.search, nct_id
