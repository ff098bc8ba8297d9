-- title: Trials of the companies that reports name.
-- definition: Each report on its own cohort unless one is named; dimension "all" has the sums.
SELECT report, player, player_name, dimension, named.title AS dimension_title, segment, segment_title, trial_count,
  lead_trial_count, collaborator_trial_count, active_trial_count, stated_focus, focus_trial_count, other_trial_count,
  is_focus_segment, companies, player_groups, cohort,
  (player_pipeline.report, player_pipeline.player) IN (SELECT (report, player) FROM raw.player_company) AS is_known,
  report_version, snapshot_id, rule_version
FROM marts.player_pipeline
LEFT JOIN raw.dimension AS named USING (report, dimension)
WHERE ($report IS NULL OR report = $report)
  AND CASE WHEN $cohort IS NULL THEN is_default_cohort ELSE cohort = $cohort END
  AND ($dimension IS NULL OR dimension IN ($dimension, 'all'))
ORDER BY report, player_position, dimension <> 'all', dimension, segment_position NULLS LAST
