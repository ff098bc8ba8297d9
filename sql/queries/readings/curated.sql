-- title: Labels on the axes that a curator decided, of the readings.
-- definition: Those of the curator and those of the rules, axis by axis.
SELECT nct_id, item.axis, item.given_by, item.label
FROM (SELECT nct_id, unnest(curated) AS item, generate_subscripts(curated, 1) AS position FROM memory.reading)
ORDER BY nct_id, position
