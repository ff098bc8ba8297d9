-- title: The sites of each trial in each country, for the page's cards and its finder.
-- definition: At most twelve cities a country are named, in alphabetical order; city_count says how many there are.
SELECT nct_id, coalesce(country, country_text, 'country not stated') AS country, count(*) AS site_count,
  count(*) FILTER (WHERE site_status = 'RECRUITING') AS recruiting_site_count,
  count(DISTINCT city) AS city_count,
  coalesce(list(DISTINCT city ORDER BY city) FILTER (WHERE city IS NOT NULL), [])[:12] AS cities
FROM staging.site
JOIN staging.tracked USING (nct_id)
GROUP BY ALL
ORDER BY nct_id, site_count DESC, country
