-- title: How many sites of a trial are in no segment.
-- grain: report, dimension, nct_id
-- definition: Only dimensions that are counted by site, and only trials with such a site. A site of a segment whose other
--   rules the trial does not satisfy lies in no segment.
-- column report: id of the report
-- column dimension: what the market is split by
-- column nct_id: registry id of the trial
-- column site_count: the trial's sites in no segment of the dimension
WITH placed AS (
  SELECT DISTINCT report, dimension, nct_id, position
  FROM concepts.site_segment
  JOIN concepts.segment_membership USING (report, dimension, segment, nct_id)
)
SELECT report, dimension, nct_id, count(*) AS site_count
FROM concepts.dimension
CROSS JOIN staging.site
ANTI JOIN placed USING (report, dimension, nct_id, position)
WHERE by_site
GROUP BY report, dimension, nct_id
