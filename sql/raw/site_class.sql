-- title: What kind of place each facility is.
-- grain: facility, country
-- definition: One row for each facility name with its country text, both as the record has them
--   with markdown escapes undone, "" where missing.
CREATE TABLE raw.site_class (
  facility VARCHAR NOT NULL,            -- name of the facility, "" if none is given
  country VARCHAR NOT NULL,             -- country as the record spells it, "" if none is given
  end_user VARCHAR NOT NULL,            -- academic centre, specialty clinic, general hospital, ...
  rule VARCHAR NOT NULL,                -- id of the rule
  quote VARCHAR,                        -- words of the name that decided
  is_default BOOLEAN NOT NULL DEFAULT false -- true if no word decided
)
