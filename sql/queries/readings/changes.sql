-- title: The changes of trials that have several versions, as far as they are known at a moment.
-- definition: In the order in which they happened, trial by trial; ``registry_day`` is given for the registry's clock.
SELECT item.*
FROM (SELECT nct_id, unnest(changes) AS item, generate_subscripts(changes, 1) AS position FROM memory.history)
WHERE ($seen::TIMESTAMP IS NULL OR item.seen <= $seen) AND ($registry_day::DATE IS NULL OR item.registry_day <= $registry_day)
ORDER BY nct_id, position
