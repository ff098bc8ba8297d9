-- title: Which search found which trial.
-- grain: run, search, nct_id
-- definition: One row for each run that wrote down a hit; the row with the latest last_seen tells how things stand.
CREATE TABLE raw.search_hit (
  run VARCHAR NOT NULL,                 -- id of the refresh
  search VARCHAR NOT NULL,              -- id of the search in searches.toml
  nct_id VARCHAR NOT NULL,              -- registry id of the trial
  first_seen TIMESTAMP NOT NULL,        -- when the search first found the trial, UTC
  last_seen TIMESTAMP NOT NULL,         -- when the search last found the trial, UTC
  left_at TIMESTAMP                     -- when the trial was found to have left the search, UTC; null while it is in
)
