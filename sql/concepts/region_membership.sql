-- title: In which regions of each report a trial has sites.
-- grain: nct_id, report, dimension, segment
-- definition: The segments that ask for nothing but countries. Sites in a country whose spelling is unknown lie in no
--   region; staging.unmapped_country lists them.
-- column nct_id: registry id of the trial
-- column report: id of the report
-- column dimension: what the market is split by
-- column segment: id of the region
-- column sites: the trial's sites in the region
SELECT nct_id, report, dimension, segment, site_count AS sites
FROM concepts.segment_membership
WHERE (report, dimension, segment) IN (
  SELECT (report, dimension, segment)
  FROM concepts.segment_rule
  GROUP BY report, dimension, segment
  HAVING bool_and(axis = 'country')
)
