-- title: The words of claims that occur in a trial.
-- grain: nct_id, axis, label
-- definition: Text and words are folded to lower-case letters and digits between single blanks. A word is searched in one
--   text of the trial: conditions (titles, conditions and keywords), treatment (titles, summary, arms and interventions),
--   facilities (names of the sites), or text (conditions and treatment with eligibility and outcomes).
-- column nct_id: registry id of the trial
-- column axis: conditions, treatment, facilities or text: where the word is searched
-- column label: the folded word
WITH asked AS MATERIALIZED (
  SELECT DISTINCT axis, label, ltrim(label) AS first_found
  FROM raw.claim_target
  WHERE means = 'words'
),
conditions AS (
  SELECT nct_id, string_agg(words, ' | ' ORDER BY words) AS words
  FROM (
    SELECT nct_id, condition AS words FROM staging.condition
    UNION ALL
    SELECT nct_id, keyword AS words FROM staging.keyword
  )
  GROUP BY nct_id
),
treatments AS (
  SELECT nct_id, string_agg(words, ' | ' ORDER BY words) AS words
  FROM (
    SELECT nct_id, concat_ws(' | ', intervention, description, array_to_string(other_names, ' | ')) AS words
    FROM staging.intervention
    UNION ALL
    SELECT nct_id, concat_ws(' | ', arm, description) AS words
    FROM staging.arm
  )
  GROUP BY nct_id
),
outcomes AS (
  SELECT nct_id, string_agg(measure, ' | ' ORDER BY measure) AS words
  FROM staging.outcome
  GROUP BY nct_id
),
facilities AS (
  SELECT nct_id, string_agg(DISTINCT facility, ' | ' ORDER BY facility) AS words
  FROM staging.site
  GROUP BY nct_id
),
parts AS MATERIALIZED (
  SELECT
    study.nct_id,
    folded(concat_ws(' | ', brief_title, official_title, conditions.words)) AS condition_text,
    folded(concat_ws(' | ', brief_title, official_title, brief_summary, treatments.words)) AS treatment_text,
    folded(concat_ws(' | ', eligibility, outcomes.words)) AS rest,
    folded(coalesce(facilities.words, '')) AS facility_text
  FROM staging.study
  LEFT JOIN conditions USING (nct_id)
  LEFT JOIN treatments USING (nct_id)
  LEFT JOIN outcomes USING (nct_id)
  LEFT JOIN facilities USING (nct_id)
  WHERE EXISTS (SELECT 1 FROM asked)
),
texts AS (
  SELECT nct_id, 'conditions' AS axis, condition_text AS words FROM parts
  UNION ALL
  SELECT nct_id, 'treatment' AS axis, treatment_text AS words FROM parts
  UNION ALL
  SELECT nct_id, 'facilities' AS axis, facility_text AS words FROM parts
  UNION ALL
  SELECT nct_id, 'text' AS axis, condition_text || '|' || treatment_text || '|' || rest AS words FROM parts
)
SELECT nct_id, axis, label
FROM texts
JOIN asked USING (axis)
-- A search stops at each place with the first character of what it looks for, and a blank is at every sixth place. So a word
-- is first looked for without the blank before it; CASE keeps this order.
WHERE CASE WHEN contains(words, first_found) THEN contains(words, label) ELSE false END
