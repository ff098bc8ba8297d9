-- title: Whether a trial enrols solid tumours, blood cancers, or both.
-- grain: nct_id, label
-- definition: The label guide files blood cancers under "others" too, so this label alone does not mean a solid tumour.
--   A trial enrols solid tumours if it has a label of one type or of a basket of solid tumours, if it has "others" and
--   no blood cancer, or if some words name another cancer that is not a blood cancer.
-- column nct_id: registry id of the trial
-- column label: solid or blood
-- column is_default: true if it is a default without evidence
WITH cancer AS (
  SELECT nct_id, label, is_default
  FROM raw.verdict
  WHERE axis = 'cancer' AND nct_id IN (SELECT nct_id FROM staging.tracked)
),
blood AS (
  SELECT nct_id, is_default FROM cancer WHERE label = 'haematologic'
),
blood_words AS (
  SELECT nct_id, field, start_at, end_at FROM raw.evidence WHERE axis = 'cancer' AND label = 'haematologic'
),
solid_words AS (
  SELECT DISTINCT nct_id
  FROM raw.evidence
  ANTI JOIN blood_words USING (nct_id, field, start_at, end_at)
  WHERE axis = 'cancer' AND label = 'others'
)
SELECT nct_id, 'solid' AS label, bool_and(is_default) AS is_default
FROM cancer
WHERE label IN ('melanoma', 'nsclc', 'rcc', 'hnscc', 'pan_tumour')
  OR (label = 'others' AND (
    nct_id NOT IN (SELECT nct_id FROM blood) OR nct_id IN (SELECT nct_id FROM solid_words)))
GROUP BY nct_id
UNION ALL
SELECT nct_id, 'blood' AS label, bool_and(is_default) AS is_default
FROM blood
GROUP BY nct_id
