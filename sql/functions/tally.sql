-- title: A sum of exact numbers as a floating-point number, 0 where nothing is counted.
-- definition: Three thirds add to 1: the result has nine decimals, six fewer than what is added.
CREATE TEMP MACRO tally(total) AS round(coalesce(total, 0)::DOUBLE, 9)
