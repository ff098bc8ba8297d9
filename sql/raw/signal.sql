-- title: Unexpected content of the records that needs a decision.
-- grain: none
-- definition: Unknown fields and enumeration values, unreadable dates and values, placeholders, in the current records of
--   tracked trials, if this program still cannot interpret them; and records that could not be read in the latest
--   complete walk of their search. Signals of earlier records stay in the archive.
CREATE TABLE raw.signal (
  kind VARCHAR NOT NULL,                -- unknown_field, unknown_enum, unreadable_date, too_long, ...
  place VARCHAR NOT NULL,               -- path inside the record
  value VARCHAR,                        -- what was found
  nct_id VARCHAR                        -- trial in which it was found
)
