-- title: How many equal trials the uncertainty of a pipeline share is worth.
-- grain: report, dimension, segment, cohort, scope, counting
-- definition: A trial with many sites counts as one observation, however much it adds, and one that is split over segments
--   says less about each. Whole trials are worth themselves. Intervals of shares take these numbers for trials, and
--   Student's quantile where sites or parts are counted, because the variance is estimated then; its degrees of freedom
--   are the number that unequal totals leave (Kish).
-- column report: id of the report
-- column dimension: what the market is split by
-- column segment: id of the segment, or unclassified
-- column cohort: id of the cohort
-- column scope: active, late or all
-- column counting: whole, fractional or per_site
-- column among_all: for shares of everything that is counted; null without a trial
-- column all_quantile: quantile of 0.975 for intervals of these shares
-- column among_classified: for shares among what lies in segments; null without a trial there, and for unclassified
-- column classified_quantile: quantile of 0.975 for intervals of these shares; null under whole, and without a trial there
WITH added AS (
  SELECT cell_number, scope_set,
    count(*) AS trials, sum(exact(units)) AS parts, sum(exact(units * units)) AS parts_squared
  FROM concepts.cell_member
  JOIN concepts.numbered_cell USING (cell_number)
  JOIN concepts.scope_set USING (trial)
  WHERE counting = 'fractional'
  GROUP BY cell_number, scope_set
),
divided AS (
  SELECT report, dimension, segment, cohort, scope,
    sum(trials) AS members, sum(parts) AS parts, sum(parts_squared) AS parts_squared
  FROM added
  JOIN concepts.numbered_cell USING (cell_number)
  JOIN concepts.scope_of_set USING (scope_set)
  GROUP BY report, dimension, segment, cohort, scope
),
-- Every trial of the cohort is whole: it adds 1 to each of its segments, or parts of 1 that are 1 together, and is
-- unclassified otherwise.
whole AS (
  SELECT cell.*, coalesce(members, 0)::DOUBLE AS members, tally(parts) AS parts, tally(parts_squared) AS parts_squared,
    nullif(cohort_trial_count, 0)::DOUBLE AS trials,
    nullif(cohort_trial_count - coalesce(max(members) FILTER (WHERE segment = 'unclassified')
      OVER (PARTITION BY report, dimension, cohort, scope, counting), 0), 0)::DOUBLE AS placed
  FROM concepts.segment_cell AS cell
  LEFT JOIN divided USING (report, dimension, segment, cohort, scope)
  WHERE counting <> 'per_site'
),
site AS (
  SELECT partition_number, trial,
    any_value(round(units / patient_weight)) AS total,
    round((sum(exact(units)) FILTER (WHERE segment <> 'unclassified'))::DOUBLE, 9) AS placed
  FROM concepts.cell_member
  JOIN concepts.numbered_cell USING (cell_number)
  WHERE counting = 'per_site'
  GROUP BY partition_number, trial
),
family AS (
  SELECT partition_number, scope,
    count(*) AS trials, tally(sum(exact(total))) AS totals, tally(sum(exact(total * total))) AS totals_squared,
    count(placed) AS placed_trials, tally(sum(exact(placed))) AS placed, tally(sum(exact(placed * placed))) AS placed_squared
  FROM site
  JOIN concepts.scope_set USING (trial)
  JOIN concepts.scope_of_set USING (scope_set)
  GROUP BY partition_number, scope
),
member AS (
  SELECT cell_number, scope_set,
    sum(exact(units)) AS parts,
    sum(exact(units * units)) AS parts_squared,
    sum(exact(units * total)) AS parts_by_totals,
    sum(exact(units * placed)) AS parts_by_placed
  FROM concepts.cell_member
  JOIN concepts.numbered_cell USING (cell_number)
  JOIN site USING (partition_number, trial)
  JOIN concepts.scope_set USING (trial)
  WHERE counting = 'per_site'
  GROUP BY cell_number, scope_set
),
sited AS (
  SELECT
    report, dimension, segment, cohort, scope, counting,
    any_value(partition_number) AS partition_number,
    tally(sum(parts)) AS parts,
    tally(sum(parts_squared)) AS parts_squared,
    tally(sum(parts_by_totals)) AS parts_by_totals,
    tally(sum(parts_by_placed)) AS parts_by_placed
  FROM concepts.segment_cell
  JOIN concepts.numbered_cell USING (report, dimension, segment, cohort, counting)
  LEFT JOIN (FROM member JOIN concepts.scope_of_set USING (scope_set)) USING (cell_number, scope)
  WHERE counting = 'per_site'
  GROUP BY report, dimension, segment, cohort, scope, counting
)
SELECT
  report, dimension, segment, cohort, scope, counting,
  effective_trials(trials, members, trials, members, members, trials) AS among_all,
  normal_quantile() AS all_quantile,
  NULL::DOUBLE AS among_classified,
  NULL::DOUBLE AS classified_quantile
FROM whole
WHERE counting = 'whole'
UNION ALL
SELECT
  report, dimension, segment, cohort, scope, counting,
  effective_trials(trials, parts, trials, parts_squared, parts, trials) AS among_all,
  student_quantile(trials) AS all_quantile,
  CASE WHEN segment <> 'unclassified' THEN effective_trials(placed, parts, placed, parts_squared, parts, placed) END
    AS among_classified,
  CASE WHEN placed > 0 THEN student_quantile(placed) END AS classified_quantile
FROM whole
WHERE counting = 'fractional'
UNION ALL
SELECT
  report, dimension, segment, cohort, scope, counting,
  effective_trials(trials, parts, totals, parts_squared, parts_by_totals, totals_squared) AS among_all,
  student_quantile(pow(totals, 2) / totals_squared) AS all_quantile,
  CASE WHEN segment <> 'unclassified'
    THEN effective_trials(placed_trials, parts, family.placed, parts_squared, parts_by_placed, placed_squared)
  END AS among_classified,
  CASE WHEN placed_squared > 0 THEN student_quantile(pow(family.placed, 2) / placed_squared) END AS classified_quantile
FROM sited
LEFT JOIN family USING (partition_number, scope)
