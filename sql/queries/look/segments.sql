-- title: The pipeline of each segment.
-- definition: Without a report: market reports only, each on its own cohort unless one is named. Growth is that of
--   marts.segment_growth, which has the reports' own cohorts only.
SELECT report, dimension, named.title AS dimension_title, segment, pipeline.segment_title, pipeline.cohort, scope, counting, trial_count,
  active_trial_count, early_phase_1_trial_count, phase_1_trial_count, phase_1_2_trial_count, phase_2_trial_count,
  phase_2_3_trial_count, phase_3_trial_count, phase_4_trial_count, not_applicable_phase_trial_count, no_phase_trial_count,
  planned_patient_count, sponsor_count, growth_against_rest, growth_against_rest_low, growth_against_rest_high,
  pipeline.report_version, pipeline.snapshot_id, pipeline.rule_version
FROM marts.segment_pipeline AS pipeline JOIN raw.report USING (report)
JOIN raw.dimension AS named USING (report, dimension)
LEFT JOIN (SELECT * EXCLUDE (segment_title, segment_position) FROM marts.segment_growth) AS growth
  USING (report, dimension, segment, cohort)
WHERE counting = $counting AND scope = $scope AND (kind = 'market' OR report = $report) AND cohort = coalesce($cohort, default_cohort)
  AND ($report IS NULL OR report = $report) AND ($dimension IS NULL OR dimension = $dimension)
ORDER BY report, dimension, segment_position NULLS LAST
