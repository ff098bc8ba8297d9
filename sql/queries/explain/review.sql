-- title: The labels that are most worth a look.
-- definition: On one axis, or on all.
SELECT nct_id, axis, labels, confidence, influence, figure, priority, quotes, brief_title
FROM marts.review
WHERE $axis IS NULL OR axis = $axis
ORDER BY priority DESC, nct_id, axis
LIMIT $most
