-- title: The diseases that the record of each tracked trial names, for the page's finder.
SELECT DISTINCT nct_id, term AS disease
FROM raw.evidence
JOIN staging.tracked USING (nct_id)
WHERE axis = 'cancer' AND term IS NOT NULL
ORDER BY nct_id, disease
