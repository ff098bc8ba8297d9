-- title: Each trial's segments, with its weight under each counting.
-- grain: cohort, report, dimension, segment, counting, nct_id
-- published: as a view only
-- definition: The one table that every figure about segments is a sum over. A trial in no segment of a dimension is
--   listed under "unclassified". Counting: whole = a trial counts once in each of its segments; fractional = it is
--   split evenly over them, with all its counts; per_site (dimensions that are counted by site) = each site counts once
--   in units, the trial counts once in each segment where it has a site, and its patients are spread evenly over its
--   sites.
-- column cohort: id of the cohort
-- column report: id of the report
-- column dimension: what the market is split by
-- column segment: id of the segment, or unclassified
-- column counting: whole, fractional or per_site
-- column nct_id: registry id of the trial
-- column weight: how much the trial counts as a trial
-- column units: what shares are taken of: the trial, its part, or its sites
-- column patient_weight: part of the trial's patients that counts here
-- column site_count: the trial's sites here; null in dimensions that are not counted by site
WITH assigned AS (
  SELECT
    cohort.cohort,
    dimension.report,
    dimension.dimension,
    coalesce(member.segment, 'unclassified') AS segment,
    cohort.nct_id,
    coalesce(member.weight, 1.0::DOUBLE) AS share,
    CASE WHEN member.segment IS NULL THEN unplaced.site_count ELSE member.site_count END AS site_count
  FROM concepts.cohort AS cohort
  CROSS JOIN concepts.dimension AS dimension
  LEFT JOIN concepts.segment_membership AS member USING (nct_id, report, dimension)
  LEFT JOIN concepts.unplaced_site AS unplaced USING (nct_id, report, dimension)
),
by_site AS (
  SELECT cohort, report, dimension, segment, nct_id, site_count
  FROM assigned
  WHERE segment <> 'unclassified' AND site_count > 0
  UNION ALL
  SELECT cohort, report, dimension, 'unclassified' AS segment, nct_id, site_count
  FROM concepts.cohort
  JOIN concepts.unplaced_site USING (nct_id)
)
SELECT cohort, report, dimension, segment, 'whole' AS counting, nct_id, 1.0::DOUBLE AS weight, 1.0::DOUBLE AS units,
  1.0::DOUBLE AS patient_weight, site_count
FROM assigned
UNION ALL
SELECT cohort, report, dimension, segment, 'fractional', nct_id, share, share, share, site_count
FROM assigned
UNION ALL
SELECT cohort, report, dimension, segment, 'per_site', nct_id, 1.0, site_count, site_count / site_total, site_count
FROM by_site
JOIN (SELECT nct_id, count(*) AS site_total FROM staging.site GROUP BY nct_id) USING (nct_id)
