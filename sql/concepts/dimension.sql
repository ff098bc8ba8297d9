-- title: The dimensions by which reports split their market.
-- grain: report, dimension
-- definition: A dimension is counted by site if any of its segments requires a country or an end user.
-- column report: id of the report
-- column dimension: what the market is split by
-- column by_site: true if it is counted by site
SELECT DISTINCT
  report,
  dimension,
  (report, dimension) IN (SELECT (report, dimension) FROM concepts.segment_rule WHERE by_site) AS by_site
FROM raw.segment
