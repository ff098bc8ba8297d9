-- title: Which started trials, by number, each segment of a report holds in the report's own cohort; "" holds all of them.
SELECT report, dimension, cohort, segment, is_ranked, list(trial ORDER BY trial) AS trials
FROM (
  SELECT report, dimension, cohort, '' AS segment, true AS is_ranked, trial
  FROM concepts.dimension
  JOIN raw.report AS listed USING (report)
  JOIN concepts.cohort AS cohort ON cohort.cohort = listed.default_cohort
  JOIN concepts.growth_start USING (nct_id)
  UNION ALL
  SELECT cell.report, cell.dimension, cell.cohort, cell.segment,
    NOT segment.is_residual AND segment.not_mappable IS NULL, start.trial
  FROM concepts.cell_member AS member
  JOIN concepts.numbered_cell AS cell USING (cell_number)
  JOIN raw.report AS listed ON listed.report = cell.report AND listed.default_cohort = cell.cohort
  JOIN raw.segment AS segment
    ON segment.report = cell.report AND segment.dimension = cell.dimension AND segment.segment = cell.segment
  JOIN concepts.trial_fact AS fact ON fact.trial = member.trial
  JOIN concepts.growth_start AS start ON start.nct_id = fact.nct_id
  WHERE counting = 'whole'
)
GROUP BY ALL
ORDER BY report, dimension, cohort, segment
