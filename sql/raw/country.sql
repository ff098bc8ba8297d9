-- title: Countries with every spelling that the registry has used.
-- grain: spelling
-- definition: Spellings before and after August 2025 both occur in records.
CREATE TABLE raw.country (
  iso2 VARCHAR NOT NULL,                -- ISO 3166-1 code of two letters
  iso3 VARCHAR NOT NULL,                -- ISO 3166-1 code of three letters
  name VARCHAR NOT NULL,                -- name that trialscape prints
  spelling VARCHAR NOT NULL             -- name as a record may spell it
)
