-- title: A sum of weights, 0 where nothing is counted.
-- definition: Sums of thirds differ in their last digits with the order of addition; rounding makes two builds equal.
CREATE TEMP MACRO tally(total) AS round(coalesce(total, 0), 9)
