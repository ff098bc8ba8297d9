-- title: The spellings under which options of commands accept a name.
-- grain: kind, name, spelling
-- definition: Names themselves, titles, and the other words of names.toml and of the vocabularies. Kinds are report,
--   dimension, segment, cohort, country, target, agent, disease and those of names.toml. No figure reads them.
CREATE TABLE raw.spelling (
  kind VARCHAR NOT NULL,                -- what it names, such as segment
  name VARCHAR NOT NULL,                -- name as the tables have it
  spelling VARCHAR NOT NULL             -- other spelling, or the name itself
)
