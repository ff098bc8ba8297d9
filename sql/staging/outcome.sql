-- title: Outcome measures of a trial.
-- grain: nct_id, kind, position
-- definition: As the sponsor wrote them; position counts within the kind.
-- column nct_id: registry id of the trial
-- column kind: primary, secondary or other
-- column position: place in the record's list of that kind, from 0
-- column measure: what is measured
-- column time_frame: when it is measured
WITH parts AS MATERIALIZED (
  SELECT
    nct_id,
    json_extract(outcomes, [
      '$.primaryOutcomes',
      '$.secondaryOutcomes',
      '$.otherOutcomes'
    ]) AS part
  FROM staging.tracked
  JOIN memory.record USING (nct_id)
),
lists AS (
  SELECT nct_id, kind, from_json(part[place], '[{"measure":"VARCHAR","timeFrame":"VARCHAR"}]') AS items
  FROM parts
  CROSS JOIN (VALUES ('primary', 1), ('secondary', 2), ('other', 3)) AS kinds(kind, place)
),
listed AS (
  SELECT nct_id, kind, generate_subscripts(items, 1) - 1 AS position, unnest(items) AS item
  FROM lists
)
SELECT
  nct_id,
  kind,
  position,
  plain(item.measure) AS measure,
  plain(item.timeFrame) AS time_frame
FROM listed
