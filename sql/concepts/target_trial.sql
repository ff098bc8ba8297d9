-- title: The molecular targets of each trial, by treatment.
-- grain: target, modality, nct_id
-- definition: Targets of the treatments in the experimental arms of tracked trials. A treatment with several targets has a
--   row for each of them and one for all of them together, joined by " x " in alphabetical order. Targets that
--   different drugs address are never joined, not even in a fixed combination. A modality that belongs to one target of
--   a treatment is not shown for its other targets: a LAG-3 x PD-1 bispecific is pd1_pdl1 for PD-1 and not for LAG-3.
-- column target: molecule, such as CD3, or several of one treatment, such as BCMA x CD3
-- column target_count: number of molecules in target
-- column modality: label of the treatment on axis modality
-- column nct_id: registry id of the trial
-- column agents: agents of the vocabulary among these treatments; empty where the record names only a class
-- column quote: words of the record that name one of the treatments
WITH treatment AS (
  SELECT
    evidence.nct_id,
    evidence.label AS modality,
    evidence.term,
    min_by(evidence.quote, (length(evidence.quote), evidence.quote)) AS quote
  FROM raw.evidence AS evidence
  JOIN staging.tracked USING (nct_id)
  WHERE evidence.axis = 'modality' AND evidence.role = 'experimental'
  GROUP BY evidence.nct_id, evidence.label, evidence.term
),
owned AS (
  SELECT owner.term, label.label AS modality, list(owner.target) AS targets
  FROM raw.term_target AS owner
  JOIN raw.target_label AS label USING (target)
  GROUP BY owner.term, label.label
),
aimed AS (
  SELECT nct_id, modality, term, quote, target, 1 AS target_count
  FROM treatment
  JOIN raw.term_target USING (term)
  LEFT JOIN owned USING (term, modality)
  WHERE targets IS NULL OR list_contains(targets, target)
  UNION ALL
  SELECT nct_id, modality, term, any_value(quote), string_agg(target, ' x ' ORDER BY target), count(*)
  FROM treatment
  JOIN raw.term_target USING (term)
  WHERE term NOT IN (SELECT agent FROM raw.agent WHERE counted_as <> agent)
  GROUP BY nct_id, modality, term
  HAVING count(*) > 1
)
SELECT
  target,
  any_value(target_count) AS target_count,
  modality,
  nct_id,
  coalesce(list(DISTINCT agent ORDER BY agent) FILTER (WHERE agent IS NOT NULL), []) AS agents,
  min_by(quote, (length(quote), quote)) AS quote
FROM aimed
LEFT JOIN raw.agent_fact AS named ON named.agent = aimed.term
GROUP BY target, modality, nct_id
