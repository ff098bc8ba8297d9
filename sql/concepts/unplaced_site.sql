-- title: How many sites of a trial are in no segment.
-- grain: report, dimension, nct_id
-- definition: Only dimensions that are counted by site, and only trials with such a site. A site of a segment whose other
--   rules the trial does not satisfy lies in no segment.
-- column report: id of the report
-- column dimension: what the market is split by
-- column nct_id: registry id of the trial
-- column site_count: the trial's sites in no segment of the dimension
WITH placed AS (
  SELECT report, dimension, nct_id, count(DISTINCT position) AS sites
  FROM concepts.site_segment
  JOIN concepts.segment_membership USING (report, dimension, segment, nct_id)
  GROUP BY report, dimension, nct_id
),
total AS (
  SELECT nct_id, count(*) AS sites
  FROM staging.site
  GROUP BY nct_id
)
SELECT report, dimension, nct_id, total.sites - coalesce(placed.sites, 0) AS site_count
FROM concepts.dimension
CROSS JOIN total
LEFT JOIN placed USING (report, dimension, nct_id)
WHERE by_site AND total.sites > coalesce(placed.sites, 0)
