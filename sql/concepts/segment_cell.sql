-- title: The cells of every comparison, including empty ones.
-- grain: report, dimension, segment, cohort, scope, counting
-- definition: Each segment, and "unclassified", by cohort, scope and counting; per_site only in dimensions counted by
--   site. The totals are those of the cohort within the scope, including trials in no segment.
-- column report: id of the report
-- column dimension: what the market is split by
-- column segment: id of the segment, or unclassified
-- column cohort: id of the cohort
-- column scope: active, late or all
-- column counting: whole, fractional or per_site
-- column segment_title: name of the segment
-- column segment_position: place in the report's order, from 1; null for unclassified
-- column by_site: true if the dimension is counted by site
-- column cohort_trial_count: trials of the cohort in the scope; under per_site those that list a site
-- column unit_total: what shares are taken of: these trials, or under per_site all their sites
WITH segment AS (
  SELECT report, dimension, segment, title, position FROM raw.segment
  UNION ALL
  SELECT report, dimension, 'unclassified', 'Unclassified', NULL FROM concepts.dimension
),
total AS (
  SELECT
    cohort.cohort,
    scope,
    count(member.nct_id) AS trials,
    count(member.nct_id) FILTER (WHERE site_total > 0) AS sited_trials,
    coalesce(sum(site_total) FILTER (WHERE member.nct_id IS NOT NULL), 0) AS sites
  FROM raw.cohort AS cohort
  CROSS JOIN (VALUES ('active'), ('late'), ('all')) AS scopes(scope)
  LEFT JOIN concepts.trial_scope AS scoped USING (scope)
  LEFT JOIN concepts.cohort AS member ON member.cohort = cohort.cohort AND member.nct_id = scoped.nct_id
  LEFT JOIN concepts.trial_fact AS fact ON fact.nct_id = member.nct_id
  GROUP BY cohort.cohort, scope
)
SELECT
  report,
  dimension,
  segment,
  cohort,
  scope,
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
