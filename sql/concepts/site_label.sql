-- title: Labels of single sites: country and end user.
-- grain: nct_id, position, axis, label
-- published: as a view
-- definition: axis country has the ISO code of two letters, axis end_user the class of the facility. A site whose country
--   or facility is unknown has no row on that axis.
-- column nct_id: registry id of the trial
-- column position: the site's place in the record's list, from 0
-- column axis: country or end_user
-- column label: ISO code, or class of the facility
-- column rule: what gave the label
-- column quote: words of the record that it rests on
-- column is_default: true if no word of the record decided
SELECT
  nct_id,
  position,
  'country' AS axis,
  iso2 AS label,
  'country_spelling' AS rule,
  country_text AS quote,
  false AS is_default
FROM staging.site
WHERE iso2 IS NOT NULL
UNION ALL
SELECT
  site.nct_id,
  site.position,
  'end_user' AS axis,
  site_class.end_user AS label,
  site_class.rule,
  nullif(site_class.quote, '') AS quote,
  site_class.is_default
FROM staging.site
JOIN raw.site_class
  ON site_class.facility = coalesce(site.facility, '') AND site_class.country = coalesce(site.country_text, '')
