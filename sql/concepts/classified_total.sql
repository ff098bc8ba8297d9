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
WITH trial AS (
  SELECT report, dimension, cohort, counting, nct_id,
    bool_or(segment <> 'unclassified') AS is_classified,
    sum(exact(units)) FILTER (WHERE segment = 'unclassified') AS unclassified_units
  FROM concepts.counted_membership
  GROUP BY report, dimension, cohort, counting, nct_id
),
counted AS (
  SELECT report, dimension, cohort, scope, counting,
    count_if(is_classified) AS classified_trial_count,
    count(unclassified_units) AS unclassified_trial_count,
    sum(unclassified_units) AS unclassified_units
  FROM trial
  JOIN concepts.trial_scope USING (nct_id)
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
  coalesce(classified_trial_count, 0)::BIGINT AS classified_trial_count,
  coalesce(unclassified_trial_count, 0)::BIGINT AS unclassified_trial_count,
  round(tally(unclassified_units) / nullif(unit_total, 0), 9) AS unclassified_share
FROM cell
LEFT JOIN counted USING (report, dimension, cohort, scope, counting)
