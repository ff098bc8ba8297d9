-- title: How many trials of a cohort are in a segment of a dimension.
-- grain: report, dimension, cohort, scope, counting
-- definition: A trial is classified if it counts in any segment of the dimension; under per_site it may also have sites in
--   none.
-- column report: id of the report
-- column dimension: what the market is split by
-- column cohort: id of the cohort
-- column scope: active, late or all
-- column counting: whole, fractional or per_site
-- column classified_trial_count: trials in some segment
-- column unclassified_trial_count: trials in no segment; under per_site trials with a site in none
-- column unclassified_share: their part of what is counted (trials, or sites); null where nothing is counted
WITH site AS (
  SELECT report, dimension, cohort, nct_id,
    bool_or(segment <> 'unclassified') AS is_classified,
    sum(exact(units)) FILTER (WHERE segment = 'unclassified') AS unclassified_units
  FROM concepts.counted_membership
  WHERE counting = 'per_site'
  GROUP BY report, dimension, cohort, nct_id
),
sited AS (
  SELECT report, dimension, cohort, scope, 'per_site' AS counting,
    count_if(is_classified) AS classified,
    count(unclassified_units) AS unclassified,
    sum(unclassified_units) AS unclassified_units
  FROM site
  JOIN concepts.trial_scope USING (nct_id)
  GROUP BY report, dimension, cohort, scope
),
whole AS (
  -- A trial that counts as one is in segments or unclassified, never both.
  SELECT report, dimension, cohort, scope, counting, count(*) AS unclassified
  FROM concepts.counted_membership
  JOIN concepts.trial_scope USING (nct_id)
  WHERE counting <> 'per_site' AND segment = 'unclassified'
  GROUP BY report, dimension, cohort, scope, counting
),
cell AS (
  SELECT report, dimension, cohort, scope, counting, any_value(unit_total) AS unit_total
  FROM concepts.segment_cell
  GROUP BY report, dimension, cohort, scope, counting
)
SELECT
  report,
  dimension,
  cohort,
  scope,
  counting,
  CASE counting WHEN 'per_site' THEN coalesce(classified, 0) ELSE unit_total - coalesce(whole.unclassified, 0) END::BIGINT
    AS classified_trial_count,
  coalesce(sited.unclassified, whole.unclassified, 0)::BIGINT AS unclassified_trial_count,
  round(coalesce(whole.unclassified::DOUBLE, tally(unclassified_units)) / nullif(unit_total, 0), 9) AS unclassified_share
FROM cell
LEFT JOIN whole USING (report, dimension, cohort, scope, counting)
LEFT JOIN sited USING (report, dimension, cohort, scope, counting)
