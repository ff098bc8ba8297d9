-- title: What the claims say about each segment's share of the market.
-- grain: report, dimension, segment
-- definition: Shares between 0 and 1 in the report's base year; low and high are the bounds that the claims leave.
CREATE TABLE raw.share_interval (
  report VARCHAR NOT NULL,              -- id of the report
  dimension VARCHAR NOT NULL,           -- what the market is split by
  segment VARCHAR NOT NULL,             -- id of the segment
  low DOUBLE NOT NULL,                  -- smallest share that the claims allow
  point DOUBLE NOT NULL,                -- mean over all that they allow
  high DOUBLE NOT NULL,                 -- largest share that they allow
  basis VARCHAR NOT NULL,               -- reported, bounded, rank_implied or none
  note VARCHAR                          -- what was set aside, if anything
)
