-- title: The countries of the tracked trials with their codes, for the page; a trial counts once in each of its countries.
SELECT name, iso2 AS code, trial_count
FROM (
  SELECT country AS name, count(*) AS trial_count
  FROM marts.trial, unnest(countries) AS listed(country)
  GROUP BY country
)
LEFT JOIN (SELECT DISTINCT name, iso2 FROM raw.country) USING (name)
ORDER BY trial_count DESC, name
