-- title: Trials that are in one segment and not in another.
-- grain: report, dimension, segment, other, cohort, scope
-- definition: Whole trials. Those in both segments do not show which of the two is larger, so only these count.
-- column report: id of the report
-- column dimension: what the market is split by
-- column segment: id of the one segment
-- column other: id of the other segment
-- column cohort: id of the cohort
-- column scope: active, late or all
-- column only_segment_count: trials in the one and not in the other
-- column only_other_count: trials in the other and not in the one
WITH member AS (
  SELECT cell_number, partition_number, scope_set, trial
  FROM concepts.cell_member
  JOIN concepts.numbered_cell USING (cell_number)
  JOIN concepts.scope_set USING (trial)
  WHERE counting = 'whole' AND segment <> 'unclassified'
),
held AS (
  SELECT report, dimension, segment, cohort, scope, sum(trials) AS trials
  FROM (SELECT cell_number, scope_set, count(*) AS trials FROM member GROUP BY cell_number, scope_set)
  JOIN concepts.numbered_cell USING (cell_number)
  JOIN concepts.scope_of_set USING (scope_set)
  GROUP BY report, dimension, segment, cohort, scope
),
total AS (
  SELECT report, dimension, segment, cohort, scope, coalesce(trials, 0)::BIGINT AS trials
  FROM concepts.segment_cell
  LEFT JOIN held USING (report, dimension, segment, cohort, scope)
  WHERE counting = 'whole' AND segment <> 'unclassified'
),
both_of AS (
  SELECT one.cell_number AS first, rival.cell_number AS second, one.scope_set, count(*) AS trials
  FROM member AS one
  JOIN member AS rival USING (partition_number, trial)
  WHERE one.cell_number <> rival.cell_number
  GROUP BY one.cell_number, rival.cell_number, one.scope_set
),
shared AS (
  SELECT one.report, one.dimension, one.segment, rival.segment AS other, one.cohort, scope, sum(trials)::BIGINT AS trials
  FROM both_of
  JOIN concepts.scope_of_set USING (scope_set)
  JOIN concepts.numbered_cell AS one ON one.cell_number = both_of.first
  JOIN concepts.numbered_cell AS rival ON rival.cell_number = both_of.second
  GROUP BY one.report, one.dimension, one.segment, rival.segment, one.cohort, scope
)
SELECT
  one.report, one.dimension, one.segment, rival.segment AS other, one.cohort, one.scope,
  one.trials - coalesce(shared.trials, 0) AS only_segment_count,
  rival.trials - coalesce(shared.trials, 0) AS only_other_count
FROM total AS one
JOIN total AS rival USING (report, dimension, cohort, scope)
LEFT JOIN shared
  ON shared.report = one.report AND shared.dimension = one.dimension AND shared.segment = one.segment
    AND shared.other = rival.segment AND shared.cohort = one.cohort AND shared.scope = one.scope
WHERE one.segment <> rival.segment
