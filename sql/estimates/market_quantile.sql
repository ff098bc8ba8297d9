-- title: The market shares that the claims of a report allow, as quantiles of their draws.
-- grain: report, dimension, segment
-- definition: Uniform over what the claims allow, among the segments that a trial can be put into; the same draws as those
--   behind estimates.segment_density. The quantiles stand at the middle of a hundred equal steps, 0.5 %, 1.5 % to 99.5 %,
--   so that the part of them below a share is its probability within 0.005. No row where no claim bounds a share.
CREATE TABLE estimates.market_quantile (
  report VARCHAR NOT NULL,              -- id of the report
  dimension VARCHAR NOT NULL,           -- what the market is split by
  segment VARCHAR NOT NULL,             -- id of the segment
  quantiles DOUBLE[] NOT NULL           -- a hundred shares between 0 and 1, rising
)
