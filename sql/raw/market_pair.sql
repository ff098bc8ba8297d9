-- title: Which of two segments has the larger market share, as far as the claims of a report fix it.
-- grain: report, dimension, segment, other
-- definition: Bounds of one share minus the other over all shares that the claims allow, under any repair of them. Every
--   ordered pair has a row.
CREATE TABLE raw.market_pair (
  report VARCHAR NOT NULL,              -- id of the report
  dimension VARCHAR NOT NULL,           -- what the market is split by
  segment VARCHAR NOT NULL,             -- id of the one segment
  other VARCHAR NOT NULL,               -- id of the other segment
  low DOUBLE NOT NULL,                  -- smallest difference: share of the one minus share of the other
  high DOUBLE NOT NULL,                 -- largest difference
  is_ahead BOOLEAN NOT NULL,            -- true if the one is never smaller than the other and can be larger
  claims VARCHAR[] NOT NULL             -- claims that state or imply it; empty where it is not fixed
)
