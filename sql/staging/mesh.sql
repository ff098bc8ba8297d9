-- title: MeSH terms that the registry derived.
-- grain: nct_id, kind, is_ancestor, position
-- published: each kind, is_ancestor, mesh_id, term once
-- definition: Indexed terms and the terms above them in the tree, for conditions and interventions; position counts within each of the four lists.
-- column nct_id: registry id of the trial
-- column kind: condition or intervention
-- column is_ancestor: true for a broader term of an indexed one
-- column position: place in its list, from 0
-- column mesh_id: id of the MeSH descriptor
-- column term: name of the descriptor
WITH parts AS MATERIALIZED (
  SELECT
    nct_id,
    json_extract(derived, [
      '$.conditionBrowseModule.meshes',
      '$.conditionBrowseModule.ancestors',
      '$.interventionBrowseModule.meshes',
      '$.interventionBrowseModule.ancestors'
    ]) AS part
  FROM staging.tracked
  JOIN memory.record USING (nct_id)
),
lists AS (
  SELECT nct_id, kind, is_ancestor, from_json(part[place], '[{"id":"VARCHAR","term":"VARCHAR"}]') AS items
  FROM parts
  CROSS JOIN (
    VALUES ('condition', false, 1), ('condition', true, 2), ('intervention', false, 3), ('intervention', true, 4)
  ) AS kinds(kind, is_ancestor, place)
),
listed AS (
  SELECT nct_id, kind, is_ancestor, generate_subscripts(items, 1) - 1 AS position, unnest(items) AS item
  FROM lists
)
SELECT
  nct_id,
  kind,
  is_ancestor,
  position,
  nullif(item.id, '') AS mesh_id,
  nullif(item.term, '') AS term
FROM listed
