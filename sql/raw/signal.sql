-- title: What the records hold that nobody has decided about.
-- grain: none
-- definition: Unknown fields and enumeration values, unreadable dates and values, placeholders, in the current records of
--   tracked trials, as far as this program does not know them by now; and records that cannot be read, as far as the
--   latest whole walk of their search met them. What earlier records held stays in the archive.
CREATE TABLE raw.signal (
  kind VARCHAR NOT NULL,                -- unknown_field, unknown_enum, unreadable_date, too_long, ...
  place VARCHAR NOT NULL,               -- path inside the record
  value VARCHAR,                        -- what was found
  nct_id VARCHAR                        -- trial in which it was found
)
