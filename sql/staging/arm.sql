-- title: Arms or observed groups of a trial.
-- grain: nct_id, position
-- definition: As the sponsor wrote them; position is the number that evidence names, as in arms[0].label.
-- column nct_id: registry id of the trial
-- column position: place in the record's list, from 0
-- column arm: label of the arm
-- column arm_type: EXPERIMENTAL, ACTIVE_COMPARATOR, ...; null for observed groups
-- column description: description
-- column intervention_names: interventions with their type, as in 'Drug: Nivolumab'
WITH lists AS (
  SELECT nct_id, from_json(json_extract(arms, '$.armGroups'), '[{"label":"VARCHAR","type":"VARCHAR","description":"VARCHAR","interventionNames":["VARCHAR"]}]') AS items
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
  plain(item.label) AS arm,
  nullif(item.type, '') AS arm_type,
  plain(item.description) AS description,
  list_transform(coalesce(item.interventionNames, []), LAMBDA word: plain(word)) AS intervention_names
FROM listed
