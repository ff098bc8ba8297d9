-- title: Which started trials, by number, each segment of a report holds in the report's own cohort; "" holds all of them.
SELECT report, dimension, cohort, segment, is_ranked, list(trial ORDER BY trial) AS trials
FROM (
  SELECT report, dimension, cohort, '' AS segment, true AS is_ranked, trial
  FROM concepts.dimension
  JOIN raw.report AS listed USING (report)
  JOIN concepts.cohort AS cohort ON cohort.cohort = listed.default_cohort
  JOIN concepts.growth_start USING (nct_id)
  UNION ALL
  SELECT member.report, member.dimension, member.cohort, member.segment,
    NOT segment.is_residual AND segment.not_mappable IS NULL, trial
  FROM concepts.counted_membership AS member
  JOIN raw.report AS listed ON listed.report = member.report AND listed.default_cohort = member.cohort
  JOIN raw.segment AS segment
    ON segment.report = member.report AND segment.dimension = member.dimension AND segment.segment = member.segment
  JOIN concepts.growth_start USING (nct_id)
  WHERE counting = 'whole'
)
GROUP BY ALL
ORDER BY report, dimension, cohort, segment
