-- title: The companies among the sponsors of the readings.
-- definition: Lead sponsors come first.
SELECT nct_id, item.role, item.name, item.company, item.parent
FROM (SELECT nct_id, unnest(sponsors) AS item, generate_subscripts(sponsors, 1) AS position FROM memory.reading)
ORDER BY nct_id, position
