-- title: The agents under study in each tracked trial, for the page's filters and charts.
SELECT nct_id, agent
FROM concepts.agent_trial
ORDER BY nct_id, agent
