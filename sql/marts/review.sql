-- title: Labels whose review matters most.
-- grain: nct_id, axis
-- definition: Active trials with a label that may be wrong and that moves a published figure: a market report's own
--   cohort, active scope, trials split over segments. Influence is the largest share that the trial has in such a
--   figure through this axis: its weight over the classified trials of a dimension whose segments use the axis, or one
--   over the cohort's trials for an axis that decides membership in the cohort. Priority is influence times the
--   probability that the labels of the axis are wrong.
-- column nct_id: registry id of the trial
-- column axis: axis of the labels
-- column labels: labels of the trial on the axis
-- column confidence: probability that the least sure of them is right
-- column influence: largest share that the trial has in a published figure through this axis
-- column figure: the figure in which it has that share, as report/dimension or report/cohort
-- column priority: influence times one minus confidence
-- column quotes: words that the labels rest on, the shortest of each label
-- column brief_title: title of the trial
WITH used AS (
  SELECT scoped.nct_id, axis, weight / classified_trial_count AS influence, report || '/' || dimension AS figure
  FROM concepts.cell_member AS member
  JOIN concepts.numbered_cell AS cell USING (cell_number)
  JOIN raw.report AS report USING (report)
  JOIN concepts.trial_fact AS fact USING (trial)
  JOIN concepts.trial_scope AS scoped ON scoped.nct_id = fact.nct_id
  JOIN concepts.classified_total AS total USING (report, dimension, cohort, scope, counting)
  JOIN (SELECT DISTINCT report, dimension, axis FROM raw.segment_rule) AS rule USING (report, dimension)
  WHERE cohort = default_cohort AND kind = 'market' AND scope = 'active' AND counting = 'fractional'
    AND segment <> 'unclassified'
  UNION ALL
  SELECT scoped.nct_id, axis, 1 / size.trials AS influence, report || '/' || rule.cohort AS figure
  FROM raw.report AS report
  JOIN raw.cohort_rule AS rule ON rule.cohort = report.default_cohort
  JOIN (
    SELECT cohort, count(*) AS trials
    FROM concepts.cohort
    JOIN concepts.trial_scope USING (nct_id)
    WHERE scope = 'active'
    GROUP BY cohort
  ) AS size ON size.cohort = rule.cohort
  CROSS JOIN concepts.trial_scope AS scoped
  WHERE kind = 'market' AND scope = 'active'
),
moved AS (
  -- What moves a figure most, before the words and labels of these axes alone are put together.
  SELECT nct_id, axis, max(influence) AS influence, min_by(figure, (-influence, figure)) AS figure
  FROM used
  GROUP BY nct_id, axis
),
sure AS (
  SELECT nct_id, axis, list(DISTINCT label ORDER BY label) AS labels, min(confidence) AS confidence
  FROM (
    SELECT nct_id, axis, label, max(confidence) AS confidence
    FROM raw.verdict
    JOIN moved USING (nct_id, axis)
    WHERE confidence IS NOT NULL
    GROUP BY nct_id, axis, label
  ) AS best
  GROUP BY nct_id, axis
),
quoted AS (
  SELECT nct_id, axis, list(quote ORDER BY label) AS quotes
  FROM (
    SELECT nct_id, axis, label, min_by(quote, (length(quote), quote)) AS quote
    FROM raw.evidence
    SEMI JOIN moved USING (nct_id, axis)
    GROUP BY nct_id, axis, label
  ) AS shortest
  GROUP BY nct_id, axis
)
SELECT
  nct_id,
  axis,
  labels,
  confidence,
  influence,
  figure,
  influence * (1 - confidence) AS priority,
  coalesce(quotes, []) AS quotes,
  brief_title
FROM sure
JOIN moved USING (nct_id, axis)
JOIN marts.trial AS trial USING (nct_id)
LEFT JOIN quoted USING (nct_id, axis)
