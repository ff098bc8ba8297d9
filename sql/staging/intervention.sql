-- title: Interventions that a trial lists.
-- grain: nct_id, position
-- definition: As the sponsor wrote them; position is the number that evidence names, as in interventions[2].name.
-- column nct_id: registry id of the trial
-- column position: place in the record's list, from 0
-- column intervention: name, null if only a type is given
-- column intervention_type: DRUG, BIOLOGICAL, ...
-- column description: description
-- column other_names: other names that the record lists
-- column arms: labels of the arms that receive it
WITH lists AS (
  SELECT nct_id, from_json(json_extract(arms, '$.interventions'), '[{"name":"VARCHAR","type":"VARCHAR","description":"VARCHAR","otherNames":["VARCHAR"],"armGroupLabels":["VARCHAR"]}]') AS items
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
  plain(item.name) AS intervention,
  nullif(item.type, '') AS intervention_type,
  plain(item.description) AS description,
  list_transform(coalesce(item.otherNames, []), LAMBDA word: plain(word)) AS other_names,
  list_transform(coalesce(item.armGroupLabels, []), LAMBDA word: plain(word)) AS arms
FROM listed
