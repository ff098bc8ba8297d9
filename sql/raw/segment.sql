-- title: The segments of each report.
-- grain: report, dimension, segment
-- definition: In the report's own order; segment ids are unique within a dimension.
CREATE TABLE raw.segment (
  report VARCHAR NOT NULL,              -- id of the report
  dimension VARCHAR NOT NULL,           -- what the market is split by
  segment VARCHAR NOT NULL,             -- id of the segment
  position INTEGER NOT NULL,            -- place in the report's order, from 1
  title VARCHAR NOT NULL,               -- name of the segment
  is_residual BOOLEAN NOT NULL DEFAULT false, -- true if it contains what the others do not; it is in no order
  not_mappable VARCHAR                  -- why no trial can be put there; null if trials can
)
