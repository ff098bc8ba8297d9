-- title: The agents with the most tracked trials, for the page.
SELECT agent, company, array_to_string(targets, ', ') AS targets, trial_count, active_trial_count, early_trial_count,
  middle_trial_count, late_trial_count, required_trial_count
FROM marts.agent
ORDER BY trial_count DESC, agent
LIMIT 25
