-- title: The agents of an immunotherapy with the most tracked trials, for the page.
-- definition: Agents whose labels are all of treatments that are not immunotherapy ($others) are left out.
SELECT agent, trial_count, early_trial_count, middle_trial_count, late_trial_count
FROM marts.agent
WHERE len(list_filter(modalities, lambda label: NOT list_contains($others, label))) > 0
ORDER BY trial_count DESC, agent
LIMIT 20
