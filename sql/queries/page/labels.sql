-- title: The labels of each trial with the words that they rest on, for the page's cards.
-- definition: One row for each label and quotation; of one label two quotations at most, the longest of each field first,
--   because a sentence says more than a name. Labels that rest on silence have none.
SELECT nct_id, axis, label, min(verdict.confidence) AS confidence, bool_and(is_default) AS is_default, field, start_at,
  end_at, quote
FROM raw.verdict AS verdict
JOIN staging.tracked USING (nct_id)
LEFT JOIN raw.evidence USING (nct_id, axis, label)
GROUP BY nct_id, axis, label, field, start_at, end_at, quote
QUALIFY row_number() OVER (PARTITION BY nct_id, axis, label
  ORDER BY field = 'eligibility' DESC, length(quote) DESC, field, start_at) <= 2
ORDER BY nct_id, axis, label, field, start_at
