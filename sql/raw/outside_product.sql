-- title: Products that no segment of a dimension means.
-- grain: report, dimension, axis, label
-- definition: As the report's file has them. A trial with such a label that is in no segment has this reason.
CREATE TABLE raw.outside_product (
  report VARCHAR NOT NULL,              -- id of the report
  dimension VARCHAR NOT NULL,           -- what the market is split by
  axis VARCHAR NOT NULL,                -- axis of the label
  label VARCHAR NOT NULL,               -- label of the trials that are meant
  reason VARCHAR NOT NULL               -- why no segment takes them, in a sentence
)
