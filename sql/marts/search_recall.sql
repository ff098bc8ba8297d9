-- title: Precision and recall of each search.
-- grain: search
-- definition: A trial confirms a search if it has the labels that the search is for. Missed trials are those that other
--   searches found and this one did not; trials that no search found are unknown, so the recall is an upper bound.
-- column search: id of the search
-- column title: what it looks for
-- column serves: ids of the cohorts that it is meant for; labels alone decide which cohorts a trial is in
-- column has_target: true if labels are named that confirm the search; without them nothing can be confirmed
-- column hit_count: trials that the search holds
-- column departed_count: trials that it held earlier
-- column unique_hit_count: trials that no other search holds
-- column confirmed_count: trials that it holds and that have its labels
-- column missed_count: tracked trials with its labels that it does not hold
-- column confirmed_share: confirmed trials among its hits
-- column recall_share: confirmed trials among all tracked trials with its labels
WITH hits AS (
  SELECT
    search,
    nct_id,
    is_open,
    count(*) FILTER (WHERE is_open) OVER (PARTITION BY nct_id) AS holders
  FROM staging.search_hit
),
found AS (
  SELECT
    hits.search,
    count(*) FILTER (WHERE is_open) AS hit_count,
    count(*) FILTER (WHERE NOT is_open) AS departed_count,
    count(*) FILTER (WHERE is_open AND holders = 1) AS unique_hit_count,
    count(confirmation.nct_id) FILTER (WHERE is_open) AS confirmed_count
  FROM hits
  LEFT JOIN concepts.search_confirmation AS confirmation USING (search, nct_id)
  GROUP BY hits.search
),
targets AS (
  SELECT search, count(*) AS target_count
  FROM concepts.search_confirmation
  GROUP BY search
),
listed AS (
  SELECT search, title, serves, count(label) > 0 AS has_target
  FROM raw.search
  LEFT JOIN raw.search_target USING (search)
  GROUP BY search, title, serves
)
SELECT
  listed.search,
  listed.title,
  listed.serves,
  has_target,
  coalesce(hit_count, 0) AS hit_count,
  coalesce(departed_count, 0) AS departed_count,
  coalesce(unique_hit_count, 0) AS unique_hit_count,
  CASE WHEN has_target THEN coalesce(confirmed_count, 0) END AS confirmed_count,
  CASE WHEN has_target THEN coalesce(target_count, 0) - coalesce(confirmed_count, 0) END AS missed_count,
  CASE WHEN has_target AND hit_count > 0 THEN confirmed_count / hit_count END AS confirmed_share,
  CASE WHEN has_target AND target_count > 0 THEN coalesce(confirmed_count, 0) / target_count END AS recall_share
FROM listed
LEFT JOIN found ON found.search = listed.search
LEFT JOIN targets ON targets.search = listed.search
