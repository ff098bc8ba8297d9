-- title: The cells of every comparison, empty ones included.
-- grain: report, dimension, segment, cohort, counting
-- definition: Each segment, and "unclassified", by cohort and counting; per_site only where sites are judged. The totals
--   are those of the whole cohort, trials in no segment included.
-- column report: id of the report
-- column dimension: what the market is split by
-- column segment: id of the segment, or unclassified
-- column cohort: id of the cohort
-- column counting: whole, fractional or per_site
-- column segment_title: name of the segment
-- column segment_position: place in the report's order, from 1; null for unclassified
-- column by_site: true if the dimension is judged by site
-- column cohort_trial_count: trials of the cohort; under per_site those that list a site
-- column unit_total: what shares are taken of: trials of the cohort, or under per_site all their sites
WITH segment AS (
  SELECT report, dimension, segment, title, position FROM raw.segment
  UNION ALL
  SELECT report, dimension, 'unclassified', 'Unclassified', NULL FROM concepts.dimension
),
total AS (
  SELECT
    cohort,
    count(nct_id) AS trials,
    count(nct_id) FILTER (WHERE site_total > 0) AS sited_trials,
    coalesce(sum(site_total), 0) AS sites
  FROM raw.cohort
  LEFT JOIN concepts.cohort USING (cohort)
  LEFT JOIN concepts.trial_fact USING (nct_id)
  GROUP BY cohort
)
SELECT
  report,
  dimension,
  segment,
  cohort,
  counting,
  title AS segment_title,
  position AS segment_position,
  by_site,
  CASE WHEN counting = 'per_site' THEN sited_trials ELSE trials END AS cohort_trial_count,
  CASE WHEN counting = 'per_site' THEN sites ELSE trials END::BIGINT AS unit_total
FROM segment
JOIN concepts.dimension USING (report, dimension)
CROSS JOIN total
CROSS JOIN (VALUES ('whole'), ('fractional'), ('per_site')) AS countings(counting)
WHERE counting <> 'per_site' OR by_site
