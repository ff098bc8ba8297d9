-- title: Which search found which trial.
-- grain: search, nct_id
-- definition: The state of each search and trial in this snapshot; every arrival and departure is in raw.change
--   and in the archive.
CREATE TABLE raw.search_hit (
  search VARCHAR NOT NULL,              -- id of the search in searches.toml
  nct_id VARCHAR NOT NULL,              -- registry id of the trial
  first_seen TIMESTAMP NOT NULL,        -- when the search first found the trial, UTC
  last_seen TIMESTAMP NOT NULL,         -- when the search last found the trial, UTC
  left_at TIMESTAMP                     -- when the trial was found to have left the search, UTC; null while it is in
)
