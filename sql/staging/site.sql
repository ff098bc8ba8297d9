-- title: Sites of a trial.
-- grain: nct_id, position
-- published: each city, state, country_text, iso2, country, latitude, longitude once
-- definition: One row for each listed site. Country names before and after August 2025 are mapped by raw.country, in any letter case and punctuation; for a name that is missing there, iso2 is null and the name is listed in staging.unmapped_country.
-- column nct_id: registry id of the trial
-- column position: place in the record's list, from 0
-- column facility: name of the facility, null if none is given
-- column site_status: status of the site, given only while the trial is open
-- column city: city
-- column state: state or province
-- column country_text: country as the record spells it
-- column iso2: ISO code of the country; null if the spelling is unknown
-- column country: country as trialscape prints it; null if the spelling is unknown
-- column latitude: degrees north
-- column longitude: degrees east
WITH lists AS (
  SELECT nct_id, from_json(json_extract(contacts, '$.locations'), '[{"facility":"VARCHAR","status":"VARCHAR","city":"VARCHAR","state":"VARCHAR","country":"VARCHAR","geoPoint":{"lat":"DOUBLE","lon":"DOUBLE"}}]') AS items
  FROM staging.tracked
  JOIN memory.record USING (nct_id)
),
listed AS (
  SELECT nct_id, generate_subscripts(items, 1) - 1 AS position, unnest(items) AS item
  FROM lists
),
-- A few hundred names stand for all sites, so that each is compared once.
spelt AS (
  SELECT DISTINCT plain(item.country) AS country_text
  FROM listed
),
found AS (
  SELECT spelt.country_text, any_value(known.iso2) AS iso2, any_value(known.name) AS country
  FROM spelt
  JOIN raw.country AS known ON name_key(known.spelling) = name_key(spelt.country_text)
  GROUP BY spelt.country_text
)
SELECT
  nct_id,
  position,
  plain(item.facility) AS facility,
  nullif(item.status, '') AS site_status,
  plain(item.city) AS city,
  plain(item.state) AS state,
  plain(item.country) AS country_text,
  found.iso2,
  found.country,
  item.geoPoint.lat AS latitude,
  item.geoPoint.lon AS longitude
FROM listed
LEFT JOIN found ON found.country_text = plain(item.country)
