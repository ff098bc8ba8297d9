-- title: Every label must have evidence, unless it is a default.
-- definition: Every verdict that is not marked as a default has at least one row of evidence.
SELECT verdict.nct_id, verdict.axis, verdict.label, verdict.rule
FROM raw.verdict
LEFT JOIN raw.evidence USING (nct_id, axis, label, rule)
WHERE NOT verdict.is_default AND evidence.nct_id IS NULL
