-- title: The labels of one trial with the words that each rests on.
-- definition: One row for each quotation, and one without a quotation for a label by default. Positions count
--   characters.
SELECT verdict.axis, verdict.label, verdict.is_default, verdict.confidence, verdict.rule, role, field, start_at, end_at,
  quote, term
FROM raw.verdict AS verdict
LEFT JOIN raw.evidence AS evidence USING (nct_id, axis, label, rule)
WHERE nct_id = $nct_id
ORDER BY verdict.axis, verdict.label, field, start_at, quote
