-- title: The years in which trials of the most studied immunotherapies started, for the page.
-- definition: The agents of page/agents; starts planned for years after that of the snapshot are left out.
WITH most AS (
  SELECT agent
  FROM marts.agent
  WHERE len(list_filter(modalities, lambda label: NOT list_contains($others, label))) > 0
  ORDER BY trial_count DESC, agent
  LIMIT 20
)
SELECT agent, start_year, count(*) AS trial_count
FROM most
JOIN concepts.agent_trial USING (agent)
JOIN marts.trial USING (nct_id)
WHERE start_year <= (SELECT year(as_of::DATE) FROM meta.snapshot)
GROUP BY agent, start_year
ORDER BY agent, start_year
