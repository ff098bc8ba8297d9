-- title: What the reports state about the size of the market.
-- grain: report, estimate, year
-- definition: One row for each year that an estimate covers, printed or not; rival estimates are included besides the report's own.
CREATE TABLE raw.market_size (
  report VARCHAR NOT NULL,              -- id of the report
  estimate VARCHAR NOT NULL,            -- id of the estimate within the report
  year INTEGER NOT NULL,                -- calendar year
  usd_bn DOUBLE NOT NULL,               -- size in billions of US dollars
  basis VARCHAR NOT NULL,               -- printed, interpolated between printed years, or extended by the growth rate
  is_headline BOOLEAN NOT NULL DEFAULT false -- true for the report's main estimate
)
