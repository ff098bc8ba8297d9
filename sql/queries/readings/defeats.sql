-- title: The defeats of the readings.
-- definition: In the order in which the classifier gave them.
SELECT nct_id, item.axis, item.label, item.rule, item.why
FROM (SELECT nct_id, unnest(defeats) AS item, generate_subscripts(defeats, 1) AS position FROM memory.reading)
ORDER BY nct_id, position
