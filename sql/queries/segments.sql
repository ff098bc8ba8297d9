-- title: The pipeline of each segment.
-- definition: Without a report: market reports only, each on its own cohort unless one is named.
SELECT report, dimension, segment, segment_title AS title, cohort, scope, counting, trial_count AS trials,
  active_trial_count AS active, phase_1_trial_count + early_phase_1_trial_count AS phase_1,
  phase_1_2_trial_count AS phase_1_2, phase_2_trial_count AS phase_2,
  phase_2_3_trial_count + phase_3_trial_count AS phase_3, planned_patient_count AS planned_patients,
  sponsor_count AS sponsors, growth_ratio AS growth, growth_ratio_low AS growth_low, growth_ratio_high AS growth_high,
  report_version, snapshot_id, rule_version
FROM marts.segment_pipeline AS pipeline JOIN raw.report USING (report)
WHERE counting = $counting AND scope = $scope AND (kind = 'market' OR report = $report) AND cohort = coalesce($cohort, default_cohort)
  AND ($report IS NULL OR report = $report) AND ($dimension IS NULL OR dimension = $dimension)
ORDER BY report, dimension, segment_position NULLS LAST
