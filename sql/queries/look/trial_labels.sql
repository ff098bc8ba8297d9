-- title: The labels of one trial with the words that they rest on.
-- definition: One row for each label; words are the quotations with their place in the record, none for a default.
SELECT nct_id, axis, label, min(confidence) AS confidence, bool_and(is_default) AS is_default,
  list(DISTINCT rule ORDER BY rule) AS rules,
  list_sort(list(DISTINCT {'field': field, 'quote': quote}) FILTER (WHERE quote IS NOT NULL)) AS words
FROM raw.verdict
LEFT JOIN raw.evidence USING (nct_id, axis, label, rule)
WHERE nct_id = $nct
GROUP BY nct_id, axis, label
ORDER BY axis, label
