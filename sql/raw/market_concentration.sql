-- title: How concentrated the market is over the segments of a dimension.
-- grain: report, dimension
-- definition: Sum of squared shares (Herfindahl-Hirschman index, 1 = all in one segment) as far as the share
--   intervals allow; no row where no claim bounds a share.
CREATE TABLE raw.market_concentration (
  report VARCHAR NOT NULL,              -- id of the report
  dimension VARCHAR NOT NULL,           -- what the market is split by
  low DOUBLE NOT NULL,                  -- smallest possible
  point DOUBLE NOT NULL,                -- mean over all shares that the claims allow
  high DOUBLE NOT NULL                  -- largest possible
)
