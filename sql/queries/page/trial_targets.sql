-- title: The molecules that the treatments of each tracked trial address, by modality, for the page's filters and charts.
SELECT nct_id, target, modality
FROM concepts.target_trial
WHERE target_count = 1
ORDER BY nct_id, target, modality
