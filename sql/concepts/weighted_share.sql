-- title: The pipeline of a dimension as shares that add to 1, by weighting of trials.
-- grain: report, dimension, segment, cohort, scope, counting, weighting
-- definition: Shares among classified trials, because a market has no "unclassified" segment; countings that split a
--   trial (fractional) or count its sites (per_site), because whole trials in several segments add to more than 1.
--   Weighting: trials = each trial has equal weight; phase = by the weight of its phase in weights.toml; patients = by
--   the patients planned or enrolled.
-- column report: id of the report
-- column dimension: what the market is split by
-- column segment: id of the segment
-- column cohort: id of the cohort
-- column scope: active, late or all
-- column counting: fractional or per_site
-- column weighting: trials, phase or patients
-- column amount: weight of the segment: trials, weighted trials, sites or patients
-- column share: amount over that of all segments of the dimension; null where there is none
WITH added AS (
  SELECT
    cell_number, scope_set,
    sum(exact(units)) AS trials,
    sum(exact(units * coalesce(phase.weight, 0))) AS phase,
    sum(exact(coalesce(planned_patient_count, 0) * patient_weight)) AS patients
  FROM concepts.cell_member
  JOIN concepts.numbered_cell USING (cell_number)
  JOIN concepts.scope_set USING (trial)
  JOIN concepts.trial_fact USING (trial)
  LEFT JOIN raw.phase_weight AS phase USING (phase_bucket)
  WHERE counting <> 'whole' AND segment <> 'unclassified'
  GROUP BY cell_number, scope_set
),
scoped AS (
  SELECT report, dimension, segment, cohort, scope, counting, sum(trials) AS trials, sum(phase) AS phase, sum(patients) AS patients
  FROM added
  JOIN concepts.numbered_cell USING (cell_number)
  JOIN concepts.scope_of_set USING (scope_set)
  GROUP BY report, dimension, segment, cohort, scope, counting
),
summed AS (
  SELECT report, dimension, segment, cohort, scope, counting, weighting,
    tally(CASE weighting WHEN 'trials' THEN trials WHEN 'phase' THEN phase ELSE patients END) AS amount
  FROM concepts.segment_cell
  CROSS JOIN (VALUES ('trials'), ('phase'), ('patients')) AS weightings(weighting)
  LEFT JOIN scoped USING (report, dimension, segment, cohort, scope, counting)
  WHERE counting <> 'whole' AND segment <> 'unclassified'
)
SELECT
  *,
  amount / nullif(tally(sum(exact(amount)) OVER (PARTITION BY report, dimension, cohort, scope, counting, weighting)), 0) AS share
FROM summed
