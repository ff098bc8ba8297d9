-- title: The start years of the trials that growth is measured on, in the order of their numbers.
SELECT start_year, last_year
FROM concepts.growth_start
ORDER BY trial
