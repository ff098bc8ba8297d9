-- title: Numbers of the segments that are compared with the market.
-- grain: cohort, report, dimension, counting, segment
-- definition: Market reports only, partitions only (fractional, and per_site in dimensions counted by site), and only
--   segments that a trial can be put into: shares on both sides add to 1 among them.
-- column cohort: id of the cohort
-- column report: id of the report
-- column dimension: what the market is split by
-- column counting: fractional or per_site
-- column segment: id of the segment
-- column cell: number of the cell, from 0
SELECT
  cohort,
  report,
  dimension,
  counting,
  segment,
  row_number() OVER (ORDER BY cohort, report, dimension, counting, segment_position) - 1 AS cell
FROM (SELECT DISTINCT report, dimension, segment, segment_position, cohort, counting FROM concepts.segment_cell)
JOIN raw.segment AS listed USING (report, dimension, segment)
JOIN raw.report AS report USING (report)
WHERE counting <> 'whole' AND report.kind = 'market' AND listed.not_mappable IS NULL
