-- title: The evidence of the readings.
-- definition: In the order in which the classifier gave it.
SELECT
  nct_id, item.axis, item.label, item.rule, item.role, item.field, item.start_at, item.end_at, item.quote, item.term
FROM (SELECT nct_id, unnest(evidence) AS item, generate_subscripts(evidence, 1) AS position FROM memory.reading)
ORDER BY nct_id, position
