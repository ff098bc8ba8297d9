-- title: The spellings under which options of commands accept a name.
-- grain: kind, name, spelling
-- definition: Names themselves, titles, and the other words of names.toml and of the vocabularies; no figure reads them.
CREATE TABLE raw.spelling (
  kind VARCHAR NOT NULL,                -- report, dimension, segment, cohort, country, target, agent, disease, or a kind of names.toml
  name VARCHAR NOT NULL,                -- name as the tables have it
  spelling VARCHAR NOT NULL             -- other spelling, or the name itself
)
