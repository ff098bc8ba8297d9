-- title: The trials of the companies that each market report names, against their stated focus, by cohort, for the page.
SELECT player.report, player, player_position, cohort, player_name, stated_focus, trial_count, active_trial_count, focus_trial_count,
  other_trial_count
FROM marts.player_pipeline AS player
JOIN raw.report USING (report)
WHERE kind = 'market' AND dimension = 'all'
ORDER BY player.report, cohort, trial_count DESC, player_position
