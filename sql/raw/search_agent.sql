-- title: The only agents that confirm a search.
-- grain: search, agent
-- definition: A search that means only some agents of a kind, such as radioligands among all radiation, is confirmed only
--   by labels that rest on one of them. A search without rows is confirmed by its labels alone.
CREATE TABLE raw.search_agent (
  search VARCHAR NOT NULL,              -- id of the search
  agent VARCHAR NOT NULL                -- main name of the agent
)
