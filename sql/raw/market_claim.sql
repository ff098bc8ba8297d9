-- title: The claims of the reports, typed.
-- grain: none
-- definition: One row for each statement of a claim and each segment that it covers.
CREATE TABLE raw.market_claim (
  report VARCHAR NOT NULL,              -- id of the report
  claim VARCHAR NOT NULL,               -- id of the claim
  kind VARCHAR NOT NULL,                -- share, rank, growth_rank, count, presence, event, ...
  dimension VARCHAR,                    -- what the market is split by, if the claim is about a segment
  segment VARCHAR,                      -- the segment
  operator VARCHAR,                     -- how the value is meant: =, >, <, ~
  value DOUBLE,                         -- the number that is stated
  unit VARCHAR,                         -- its unit
  year INTEGER,                         -- year that it is for
  words VARCHAR,                        -- the claim in our own words
  place VARCHAR                         -- where the document says so
)
