-- title: The dimensions of each report, with their titles.
-- grain: report, dimension
-- definition: In the report's own order; as config/reports has them.
CREATE TABLE raw.dimension (
  report VARCHAR NOT NULL,              -- id of the report
  dimension VARCHAR NOT NULL,           -- id of the dimension, unique within the report
  position INTEGER NOT NULL,            -- place in the report's order, from 1
  title VARCHAR NOT NULL,               -- what the report calls it
  place VARCHAR NOT NULL                -- where the report names it
)
