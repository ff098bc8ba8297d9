-- title: The labels that some words of one trial suggested but that were rejected.
-- definition: In alphabetical order, each with the rule and the reason.
SELECT axis, label, rule, why
FROM raw.defeat
WHERE nct_id = $nct_id
ORDER BY ALL
