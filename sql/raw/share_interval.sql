-- title: What the claims say about each segment's share of the market.
-- grain: report, dimension, segment
-- definition: Shares between 0 and 1 in the report's base year; low and high are the bounds that the claims
--   leave, over all repairs where claims contradict each other (raw.share_repair).
CREATE TABLE raw.share_interval (
  report VARCHAR NOT NULL,              -- id of the report
  dimension VARCHAR NOT NULL,           -- what the market is split by
  segment VARCHAR NOT NULL,             -- id of the segment
  low DOUBLE NOT NULL,                  -- smallest share that the claims allow under any repair
  point DOUBLE NOT NULL,                -- mean over all that they allow; over repairs, the mean of their means
  high DOUBLE NOT NULL,                 -- largest share that they allow under any repair
  basis VARCHAR NOT NULL,               -- reported, bounded, rank_implied or none
  note VARCHAR                          -- claims it rests on, conflicts between them, and what each repair gives
)
