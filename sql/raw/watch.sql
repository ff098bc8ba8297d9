-- title: The watchlists, entry by entry.
-- grain: watchlist, kind, report, dimension, name
-- definition: As watchlists.toml has them. A trial is on a list if it matches one entry. No figure reads them.
CREATE TABLE raw.watch (
  watchlist VARCHAR NOT NULL,           -- id of the list
  title VARCHAR NOT NULL,               -- its title
  kind VARCHAR NOT NULL,                -- agent, company or segment
  name VARCHAR NOT NULL,                -- the agent, the company, or the id of the segment
  report VARCHAR NOT NULL,              -- report of the segment; empty for agents and companies
  dimension VARCHAR NOT NULL            -- dimension of the segment; likewise
)
