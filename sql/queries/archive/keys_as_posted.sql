-- title: The current version of each trial on a day, by the registry's clock.
-- definition: The registry's clock is the day on which it posted an update. A version without a newer post date than
--   the one before it is a silent change, of which only our observation is known, so that day counts instead.
WITH dated AS (
    SELECT nct_id, seen_at, content_hash, last_update_posted, max(last_update_posted) OVER (
        PARTITION BY nct_id ORDER BY seen_at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS posted_before
    FROM {source}
), effective AS (
    SELECT nct_id, seen_at, content_hash, CASE
        WHEN last_update_posted > coalesce(posted_before, '') THEN last_update_posted
        ELSE strftime(seen_at, '%Y-%m-%d') END AS said_on
    FROM dated
)
SELECT nct_id, max(seen_at), arg_max(content_hash, seen_at) FROM effective
WHERE $until IS NULL OR said_on <= strftime($until, '%Y-%m-%d')
GROUP BY nct_id ORDER BY nct_id
