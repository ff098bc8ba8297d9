-- title: Conditions that a trial lists.
-- grain: nct_id, position
-- definition: As the sponsor wrote them.
-- column nct_id: registry id of the trial
-- column position: place in the record's list, from 0
-- column condition: name of the condition
WITH lists AS (
  SELECT nct_id, from_json(json_extract(conditions, '$.conditions'), '["VARCHAR"]') AS items
  FROM staging.tracked
  JOIN memory.record USING (nct_id)
),
listed AS (
  SELECT nct_id, generate_subscripts(items, 1) - 1 AS position, unnest(items) AS item
  FROM lists
)
SELECT
  nct_id,
  position,
  plain(item) AS condition
FROM listed
WHERE plain(item) IS NOT NULL
