-- title: The trials of each cohort.
-- grain: cohort, nct_id
-- definition: A trial belongs to a cohort if it has any listed label on every axis that is listed, and none of the excluded
--   ones; a cohort without rules holds every tracked trial.
-- column cohort: id of the cohort
-- column nct_id: registry id of the trial
WITH need AS (
  SELECT cohort.cohort, count(DISTINCT rule.axis) FILTER (WHERE NOT rule.is_excluded) AS axes
  FROM raw.cohort
  LEFT JOIN raw.cohort_rule AS rule ON rule.cohort = cohort.cohort
  GROUP BY cohort.cohort
),
found AS (
  SELECT
    rule.cohort,
    trial.nct_id,
    count(DISTINCT rule.axis) FILTER (WHERE NOT rule.is_excluded) AS axes,
    bool_or(rule.is_excluded) AS is_out
  FROM raw.cohort_rule AS rule
  JOIN concepts.trial_label AS trial USING (axis, label)
  GROUP BY rule.cohort, trial.nct_id
)
SELECT need.cohort, tracked.nct_id
FROM need
CROSS JOIN staging.tracked
LEFT JOIN found ON found.cohort = need.cohort AND found.nct_id = tracked.nct_id
WHERE coalesce(found.axes, 0) = need.axes AND NOT coalesce(found.is_out, false)
