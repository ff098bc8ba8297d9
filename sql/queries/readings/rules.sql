-- title: The rules that gave labels.
-- definition: Each once.
SELECT DISTINCT rule_version, axis, label, rule FROM raw.verdict ORDER BY ALL
