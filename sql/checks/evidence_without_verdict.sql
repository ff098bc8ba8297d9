-- title: Evidence must belong to a label.
-- definition: Every row of evidence belongs to a verdict.
SELECT evidence.nct_id, evidence.axis, evidence.label, evidence.rule
FROM raw.evidence
LEFT JOIN raw.verdict USING (nct_id, axis, label, rule)
WHERE verdict.nct_id IS NULL
