-- title: Former ids of a trial.
-- grain: nct_id, former_id
-- definition: Ids under which the registry kept the trial before it merged records. Older publications may cite them.
-- column nct_id: present id of the trial
-- column former_id: id that it had before
WITH lists AS (
  SELECT nct_id, from_json(json_extract(identification, '$.nctIdAliases'), '["VARCHAR"]') AS items
  FROM staging.tracked
  JOIN memory.record USING (nct_id)
),
listed AS (
  SELECT nct_id, unnest(items) AS item
  FROM lists
)
SELECT DISTINCT
  nct_id,
  plain(item) AS former_id
FROM listed
WHERE plain(item) IS NOT NULL
