-- title: Which labels put a trial into a segment.
-- grain: report, dimension, segment, axis, label
-- definition: A trial belongs to a segment if it has any listed label on every axis that is listed, and none of the
--   excluded ones. The axes country (ISO code of two letters) and end_user are evaluated site by site.
CREATE TABLE raw.segment_rule (
  report VARCHAR NOT NULL,              -- id of the report
  dimension VARCHAR NOT NULL,           -- what the market is split by
  segment VARCHAR NOT NULL,             -- id of the segment
  axis VARCHAR NOT NULL,                -- an axis of the classifier, country or end_user
  label VARCHAR NOT NULL,               -- label on that axis
  is_excluded BOOLEAN NOT NULL DEFAULT false -- true if the label keeps a trial out
)
