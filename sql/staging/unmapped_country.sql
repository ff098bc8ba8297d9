-- title: Country names that no list of spellings knows.
-- grain: country_text
-- definition: Sites under these names lie in no region until config/terms/countries.csv learns the spelling.
-- column country_text: country as records spell it
-- column site_count: sites under that name
-- column trial_count: trials with such a site
SELECT
  country_text,
  count(*) AS site_count,
  count(DISTINCT nct_id) AS trial_count
FROM staging.site
WHERE iso2 IS NULL AND country_text IS NOT NULL
GROUP BY country_text
