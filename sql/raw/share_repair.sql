-- title: What each repair of contradictory claims gives for each segment's share of the market.
-- grain: report, dimension, repair, segment
-- definition: A repair sets statements aside until the rest can hold together; raw.share_interval spans all of them.
--   Shares between 0 and 1 in the report's base year; no row where the claims of a dimension hold together.
CREATE TABLE raw.share_repair (
  report VARCHAR NOT NULL,              -- id of the report
  dimension VARCHAR NOT NULL,           -- what the market is split by
  repair INTEGER NOT NULL,              -- number of the repair, from 1
  set_aside VARCHAR NOT NULL,           -- claims with the statements that it sets aside
  segment VARCHAR NOT NULL,             -- id of the segment
  low DOUBLE NOT NULL,                  -- smallest share that the other claims allow
  point DOUBLE NOT NULL,                -- mean over all that they allow
  high DOUBLE NOT NULL                  -- largest share that they allow
)
