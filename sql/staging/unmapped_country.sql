-- title: Country names without an entry in the list of spellings.
-- grain: country_text
-- definition: Sites under these names belong to no region until the spelling is added to config/terms/countries.csv.
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
