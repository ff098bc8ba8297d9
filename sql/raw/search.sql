-- title: The searches that define what is tracked.
-- grain: search
-- definition: As searches.toml has them.
CREATE TABLE raw.search (
  search VARCHAR NOT NULL,              -- id of the search
  title VARCHAR NOT NULL,               -- what it looks for
  why VARCHAR,                          -- why it is asked
  serves VARCHAR                        -- ids of the cohorts that it is meant for
)
