-- title: Lead sponsors and collaborators.
-- grain: nct_id, role, position
-- definition: As the record names them, with the registry's class of agency.
-- column nct_id: registry id of the trial
-- column role: lead or collaborator
-- column position: place in the record's list of that role, from 0
-- column sponsor: name, null if none is given
-- column sponsor_class: INDUSTRY, NIH, OTHER, ...
WITH parts AS MATERIALIZED (
  SELECT
    nct_id,
    json_extract(sponsors, [
      '$.leadSponsor',
      '$.collaborators'
    ]) AS part
  FROM staging.tracked
  JOIN memory.record USING (nct_id)
),
lists AS (
  SELECT
    nct_id,
    'lead' AS role,
    CASE WHEN json_type(part[1]) = 'OBJECT' THEN [from_json(part[1], '{"name":"VARCHAR","class":"VARCHAR"}')] END AS items
  FROM parts
  UNION ALL
  SELECT nct_id, 'collaborator' AS role, from_json(part[2], '[{"name":"VARCHAR","class":"VARCHAR"}]') AS items
  FROM parts
),
listed AS (
  SELECT nct_id, role, generate_subscripts(items, 1) - 1 AS position, unnest(items) AS item
  FROM lists
)
SELECT
  nct_id,
  role,
  position,
  plain(item.name) AS sponsor,
  nullif(item.class, '') AS sponsor_class
FROM listed
