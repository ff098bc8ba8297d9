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
WITH trial AS (
  SELECT report, dimension, cohort, counting, nct_id,
    any_value(CASE counting WHEN 'per_site' THEN round(units / patient_weight) ELSE 1.0 END) AS total,
    round((sum(exact(units)) FILTER (WHERE segment <> 'unclassified'))::DOUBLE, 9) AS placed
  FROM concepts.counted_membership
  WHERE counting <> 'whole'
  GROUP BY report, dimension, cohort, counting, nct_id
),
family AS (
  SELECT report, dimension, cohort, scope, counting,
    count(*) AS trials, tally(sum(exact(total))) AS totals, tally(sum(exact(total * total))) AS totals_squared,
    count(placed) AS placed_trials, tally(sum(exact(placed))) AS placed, tally(sum(exact(placed * placed))) AS placed_squared
  FROM trial
  JOIN concepts.trial_scope USING (nct_id)
  GROUP BY report, dimension, cohort, scope, counting
),
member AS (
  SELECT report, dimension, segment, cohort, scope, counting, units, total, placed
  FROM concepts.counted_membership
  JOIN trial USING (report, dimension, cohort, counting, nct_id)
  JOIN concepts.trial_scope USING (nct_id)
),
divided AS (
  SELECT
    report, dimension, segment, cohort, scope, counting,
    tally(sum(exact(units))) AS parts,
    tally(sum(exact(units * units))) AS parts_squared,
    tally(sum(exact(units * total))) AS parts_by_totals,
    tally(sum(exact(units * placed))) AS parts_by_placed
  FROM concepts.segment_cell
  LEFT JOIN member USING (report, dimension, segment, cohort, scope, counting)
  WHERE counting <> 'whole'
  GROUP BY report, dimension, segment, cohort, scope, counting
),
whole AS (
  -- Every trial adds 1 to each of its segments, and every trial of the cohort is in some segment or unclassified.
  SELECT report, dimension, segment, cohort, scope, counting, count(nct_id)::DOUBLE AS parts,
    nullif(any_value(cohort_trial_count), 0)::DOUBLE AS trials
  FROM concepts.segment_cell
  LEFT JOIN (
    SELECT report, dimension, segment, cohort, scope, counting, nct_id
    FROM concepts.counted_membership
    JOIN concepts.trial_scope USING (nct_id)
    WHERE counting = 'whole'
  ) USING (report, dimension, segment, cohort, scope, counting)
  WHERE counting = 'whole'
  GROUP BY report, dimension, segment, cohort, scope, counting
)
SELECT
  report, dimension, segment, cohort, scope, counting,
  effective_trials(trials, parts, trials, parts, parts, trials) AS among_all,
  normal_quantile() AS all_quantile,
  NULL::DOUBLE AS among_classified,
  NULL::DOUBLE AS classified_quantile
FROM whole
UNION ALL
SELECT
  report, dimension, segment, cohort, scope, counting,
  effective_trials(trials, parts, totals, parts_squared, parts_by_totals, totals_squared) AS among_all,
  student_quantile(pow(totals, 2) / totals_squared) AS all_quantile,
  CASE WHEN segment <> 'unclassified'
    THEN effective_trials(placed_trials, parts, family.placed, parts_squared, parts_by_placed, placed_squared)
  END AS among_classified,
  CASE WHEN placed_squared > 0 THEN student_quantile(pow(family.placed, 2) / placed_squared) END AS classified_quantile
FROM divided
LEFT JOIN family USING (report, dimension, cohort, scope, counting)
