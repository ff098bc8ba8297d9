-- title: A hit must belong to a search that is listed.
-- definition: Every search that still holds a trial has a row in raw.search.
SELECT search_hit.search, count(*) AS hit_count
FROM staging.search_hit
LEFT JOIN raw.search USING (search)
WHERE search_hit.is_open AND search.search IS NULL
GROUP BY search_hit.search
