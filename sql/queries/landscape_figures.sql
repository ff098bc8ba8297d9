-- title: The figures of every cell that two days are compared in.
-- definition: No cohort means the default one of each report.
SELECT report, dimension, segment, cohort, counting, segment_title, trial_count, pipeline_share, pipeline_share_low,
  pipeline_share_high, verdict
FROM marts.pipeline_vs_market
JOIN raw.report USING (report)
WHERE counting = $counting AND cohort = coalesce($cohort, default_cohort)
  AND ($report IS NULL OR report = $report) AND (kind = 'market' OR report = $report)
  AND ($dimension IS NULL OR dimension = $dimension) AND ($segment IS NULL OR segment = $segment)
ORDER BY report, dimension, segment_position NULLS LAST
