-- title: Countries outside a report's regions.
-- grain: report, iso2
-- definition: As config/reports has them, with the reason.
CREATE TABLE raw.country_gap (
  report VARCHAR NOT NULL,              -- id of the report
  iso2 VARCHAR NOT NULL,                -- ISO code of the country
  reason VARCHAR NOT NULL               -- why no region holds it
)
