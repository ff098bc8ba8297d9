-- title: The names of countries by their code, for the page.
SELECT DISTINCT iso2, name
FROM raw.country
ORDER BY iso2
