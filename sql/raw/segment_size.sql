-- title: How large each segment's market can be, year by year.
-- grain: report, dimension, segment, year
-- definition: The headline size of each year times the share interval; the uncertainty of the size itself is not included.
CREATE TABLE raw.segment_size (
  report VARCHAR NOT NULL,              -- id of the report
  dimension VARCHAR NOT NULL,           -- what the market is split by
  segment VARCHAR NOT NULL,             -- id of the segment
  year INTEGER NOT NULL,                -- calendar year
  usd_million_low DOUBLE NOT NULL,      -- at the smallest share that the claims allow
  usd_million DOUBLE NOT NULL,          -- at the mean over all that they allow
  usd_million_high DOUBLE NOT NULL,     -- at the largest share that they allow
  basis VARCHAR NOT NULL,               -- of the share: reported, bounded, rank_implied or none
  size_basis VARCHAR NOT NULL,          -- of the market's size: printed, interpolated or extended
  share_year INTEGER,                   -- year whose shares are used
  derivation VARCHAR NOT NULL           -- what both rest on, in words
)
