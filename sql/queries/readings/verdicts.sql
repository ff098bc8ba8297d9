-- title: The verdicts of the readings.
-- definition: In the order in which the classifier gave them.
SELECT nct_id, item.axis, item.label, item.rule, $rules AS rule_version, item.is_default, item.confidence
FROM (SELECT nct_id, unnest(verdicts) AS item, generate_subscripts(verdicts, 1) AS position FROM memory.reading)
ORDER BY nct_id, position
