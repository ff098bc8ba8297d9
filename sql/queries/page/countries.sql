-- title: The countries with the most tracked trials, for the page; a trial counts once in each of its countries.
SELECT country AS name, count(*) AS trial_count
FROM marts.trial, unnest(countries) AS listed(country)
GROUP BY country
ORDER BY trial_count DESC, country
LIMIT 15
