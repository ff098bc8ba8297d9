-- title: Trials that left every search, first departures first.
-- definition: Trials that only an edit of our searches dropped are left out, because the registry did not change.
WITH latest AS (
    SELECT search, nct_id, arg_max(event, seen_at) AS event, max(seen_at) AS since FROM {source} GROUP BY search, nct_id
)
SELECT nct_id, max(since) FILTER (event = 'left') FROM latest
GROUP BY nct_id HAVING bool_and(event IN ('left', 'dropped')) AND bool_or(event = 'left')
ORDER BY 2, 1
