-- title: Trials in every pair of segments from two dimensions of one report, including empty pairs.
-- grain: report, cohort, scope, dimension_a, segment_a, dimension_b, segment_b
-- definition: Whole trials. The dimensions are in alphabetical order. Segments that no trial can be put into have no pair.
-- column report: id of the report
-- column cohort: id of the cohort
-- column scope: active, late or all
-- column dimension_a: first dimension
-- column segment_a: segment of the first dimension
-- column dimension_b: second dimension
-- column segment_b: segment of the second dimension
-- column segment_a_title: name of the first segment
-- column segment_b_title: name of the second segment
-- column n: trials of the cohort in the scope
-- column a: trials in the first segment
-- column b: trials in the second segment
-- column observed: trials in both
-- column expected: trials in both if the two were independent; null for an empty cohort
WITH cells AS (
  SELECT
    one.report,
    cohort.cohort,
    scope,
    one.dimension AS dimension_a,
    one.segment AS segment_a,
    other.dimension AS dimension_b,
    other.segment AS segment_b,
    one.title AS segment_a_title,
    other.title AS segment_b_title
  FROM raw.segment AS one
  JOIN raw.segment AS other ON other.report = one.report AND other.dimension > one.dimension
  CROSS JOIN raw.cohort AS cohort
  CROSS JOIN (VALUES ('active'), ('late'), ('all')) AS scopes(scope)
  WHERE one.not_mappable IS NULL AND other.not_mappable IS NULL
),
numbered AS (
  SELECT *, dense_rank() OVER (ORDER BY report, cohort) AS report_number
  FROM concepts.numbered_cell
),
placed AS (
  SELECT cell_number, partition_number, report_number, scope_set, trial
  FROM concepts.cell_member
  JOIN numbered USING (cell_number)
  JOIN concepts.scope_set USING (trial)
  WHERE counting = 'whole' AND segment <> 'unclassified'
),
margins AS (
  SELECT report, dimension, segment, cohort, scope, sum(trials)::BIGINT AS trials
  FROM (SELECT cell_number, scope_set, count(*) AS trials FROM placed GROUP BY cell_number, scope_set)
  JOIN concepts.numbered_cell USING (cell_number)
  JOIN concepts.scope_of_set USING (scope_set)
  GROUP BY report, dimension, segment, cohort, scope
),
both_of AS (
  SELECT
    one.cell_number AS first,
    other.cell_number AS second,
    one.scope_set,
    count(*) AS trials
  FROM placed AS one
  JOIN placed AS other USING (report_number, trial)
  -- Numbers of partitions rise with the names of the dimensions.
  WHERE other.partition_number > one.partition_number
  GROUP BY one.cell_number, other.cell_number, one.scope_set
),
crossed AS (
  SELECT
    one.report, one.cohort, scope,
    one.dimension AS dimension_a, one.segment AS segment_a, other.dimension AS dimension_b, other.segment AS segment_b,
    sum(trials)::BIGINT AS trials
  FROM both_of
  JOIN concepts.scope_of_set USING (scope_set)
  JOIN concepts.numbered_cell AS one ON one.cell_number = both_of.first
  JOIN concepts.numbered_cell AS other ON other.cell_number = both_of.second
  GROUP BY one.report, one.cohort, scope, one.dimension, one.segment, other.dimension, other.segment
),
totals AS (
  SELECT cohort, scope, count(*) AS trials
  FROM concepts.cohort
  JOIN concepts.trial_scope USING (nct_id)
  GROUP BY cohort, scope
)
SELECT
  cells.*,
  coalesce(totals.trials, 0) AS n,
  coalesce(first.trials, 0) AS a,
  coalesce(second.trials, 0) AS b,
  coalesce(crossed.trials, 0) AS observed,
  a * b / nullif(n, 0)::DOUBLE AS expected
FROM cells
LEFT JOIN totals ON totals.cohort = cells.cohort AND totals.scope = cells.scope
LEFT JOIN margins AS first
  ON first.report = cells.report AND first.cohort = cells.cohort AND first.scope = cells.scope
    AND first.dimension = cells.dimension_a AND first.segment = cells.segment_a
LEFT JOIN margins AS second
  ON second.report = cells.report AND second.cohort = cells.cohort AND second.scope = cells.scope
    AND second.dimension = cells.dimension_b AND second.segment = cells.segment_b
LEFT JOIN crossed
  ON crossed.report = cells.report AND crossed.cohort = cells.cohort AND crossed.scope = cells.scope
    AND crossed.dimension_a = cells.dimension_a AND crossed.segment_a = cells.segment_a
    AND crossed.dimension_b = cells.dimension_b AND crossed.segment_b = cells.segment_b
