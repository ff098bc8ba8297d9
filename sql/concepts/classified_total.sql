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
  SELECT partition_number, trial,
    bool_or(segment <> 'unclassified') AS is_classified,
    sum(exact(units)) FILTER (WHERE segment = 'unclassified') AS unclassified_units
  FROM concepts.cell_member
  JOIN concepts.numbered_cell USING (cell_number)
  WHERE counting = 'per_site'
  GROUP BY partition_number, trial
),
sited AS (
  SELECT partition_number, scope,
    count_if(is_classified) AS classified,
    count(unclassified_units) AS unclassified,
    sum(unclassified_units) AS unclassified_units
  FROM site
  JOIN concepts.scope_set USING (trial)
  JOIN concepts.scope_of_set USING (scope_set)
  GROUP BY partition_number, scope
),
whole AS (
  -- A trial that counts as one is in segments or unclassified, never both.
  SELECT partition_number, scope, count(*) AS unclassified
  FROM concepts.cell_member
  JOIN concepts.numbered_cell USING (cell_number)
  JOIN concepts.scope_set USING (trial)
  JOIN concepts.scope_of_set USING (scope_set)
  WHERE counting <> 'per_site' AND segment = 'unclassified'
  GROUP BY partition_number, scope
),
cell AS (
  SELECT report, dimension, cohort, scope, counting, any_value(unit_total) AS unit_total,
    any_value(partition_number) AS partition_number
  FROM concepts.segment_cell
  JOIN concepts.numbered_cell USING (report, dimension, segment, cohort, counting)
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
LEFT JOIN whole USING (partition_number, scope)
LEFT JOIN sited USING (partition_number, scope)
