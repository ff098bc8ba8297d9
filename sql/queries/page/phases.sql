-- title: Tracked trials by phase, for the page.
SELECT phase_bucket, count(*) AS trial_count
FROM marts.trial
GROUP BY phase_bucket
ORDER BY list_position(['early_phase_1', 'phase_1', 'phase_1_2', 'phase_2', 'phase_2_3', 'phase_3', 'phase_4',
  'not_applicable', 'none'], phase_bucket)
