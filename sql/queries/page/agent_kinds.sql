-- title: The agents with a tracked trial and their labels on axis modality, for the page's charts.
SELECT agent, modalities
FROM marts.agent
ORDER BY agent
