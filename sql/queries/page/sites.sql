-- title: How many sites each trial lists in each country, for the page's cards.
SELECT nct_id, coalesce(country, country_text, 'country not stated') AS country, count(*) AS site_count
FROM staging.site
JOIN staging.tracked USING (nct_id)
GROUP BY ALL
ORDER BY nct_id, site_count DESC, country
