-- title: Why the pipeline must not be compared with the market.
-- grain: report, dimension, cohort
-- definition: A row for each dimension and cohort of a report in which trials and market are about different things.
CREATE TABLE raw.not_comparable (
  report VARCHAR NOT NULL,              -- id of the report
  dimension VARCHAR NOT NULL,           -- what the market is split by
  cohort VARCHAR NOT NULL,              -- id of the cohort
  reason VARCHAR NOT NULL               -- what the difference is, in a sentence
)
