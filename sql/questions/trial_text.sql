-- title: The texts of a trial in which words of claims are searched.
-- grain: nct_id
-- definition: Folded to lower-case letters and digits between single blanks. Empty where no claim has words.
-- column nct_id: registry id of the trial
-- column condition_text: titles, conditions and keywords
-- column treatment_text: titles, summary, arms and interventions
-- column body_text: conditions and treatment with eligibility and outcomes
-- column facility_text: names of the sites
WITH conditions AS (
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
parts AS (
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
  WHERE EXISTS (SELECT 1 FROM raw.claim_target WHERE means = 'words')
)
SELECT
  nct_id,
  condition_text,
  treatment_text,
  condition_text || '|' || treatment_text || '|' || rest AS body_text,
  facility_text
FROM parts
