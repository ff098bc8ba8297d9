-- title: The class of each facility of the readings.
-- definition: Each pair of facility and country once.
SELECT DISTINCT item.facility, item.country, item.end_user, item.rule, item.quote, item.is_default
FROM (SELECT unnest(sites) AS item FROM memory.reading)
ORDER BY item.facility, item.country
