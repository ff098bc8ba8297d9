-- title: Trials that would consider a patient's history, that exclude it, or that do not state it.
-- definition: Parameters that are null do not filter. stance compares the patient's history (refractory: has had
--   a checkpoint inhibitor; naive: has not) with the label on axis ici_setting: consider, exclude or not_stated;
--   not_asked without a history. words are the quotations of that label. A cancer matches by its label ($labels) or
--   by a disease named in the record ($diseases), of which an organ has several; a trial of any solid tumour matches
--   too ($takes_basket), and cancer_match says which. Sites are those in $countries, or all. Later phases, which are nearer to approval, come
--   first.
WITH named AS (
  SELECT nct_id FROM concepts.trial_label WHERE axis = 'cancer' AND list_contains($labels, label)
  UNION
  SELECT nct_id FROM raw.evidence WHERE axis = 'cancer' AND list_contains($diseases, term)
),
chosen AS (
  SELECT trial.*, named.nct_id IS NOT NULL AS is_named
  FROM marts.trial AS trial
  LEFT JOIN named ON named.nct_id = trial.nct_id
  WHERE ($statuses IS NULL OR list_contains($statuses, trial.overall_status))
    AND ($modality IS NULL OR list_contains(trial.modalities, $modality))
    AND ($phase IS NULL OR trial.phase_bucket = $phase)
    AND ($labels IS NULL OR named.nct_id IS NOT NULL
      OR ($takes_basket AND list_contains(trial.cancers, 'pan_tumour')))
    AND ($agent IS NULL OR trial.nct_id IN (SELECT nct_id FROM concepts.agent_trial WHERE agent = $agent))
    AND ($targets IS NULL OR trial.nct_id IN (
      SELECT nct_id FROM concepts.target_trial WHERE list_contains($targets, target)))
),
words AS (
  SELECT nct_id, label, list(DISTINCT quote ORDER BY quote) AS words
  FROM raw.evidence SEMI JOIN chosen USING (nct_id)
  WHERE axis = 'ici_setting' GROUP BY nct_id, label
),
places AS (
  SELECT nct_id, count(*) AS site_count, count(*) FILTER (WHERE site_status = 'RECRUITING') AS recruiting_site_count,
    coalesce(list(DISTINCT city ORDER BY city) FILTER (WHERE city IS NOT NULL), []) AS cities
  FROM staging.site SEMI JOIN chosen USING (nct_id)
  WHERE $countries IS NULL OR list_contains($countries, country) GROUP BY nct_id
)
SELECT
  CASE
    WHEN $history IS NULL THEN 'not_asked'
    WHEN coalesce(trial.ici_setting, 'unspecified') = 'unspecified' THEN 'not_stated'
    WHEN trial.ici_setting = 'allowed' OR trial.ici_setting = if($history = 'refractory', 'required', 'excluded')
      THEN 'consider'
    ELSE 'exclude'
  END AS stance,
  trial.nct_id, trial.brief_title, trial.phase_bucket, trial.overall_status, trial.ici_setting,
  coalesce(words.words, []) AS words,
  CASE WHEN trial.is_named THEN 'named'
    WHEN $labels IS NOT NULL THEN 'any_solid_tumour' END AS cancer_match,
  trial.cancers, trial.modalities, trial.interventions, trial.sponsor, trial.line, trial.resistance,
  coalesce(places.site_count, 0) AS site_count, coalesce(places.recruiting_site_count, 0) AS recruiting_site_count,
  coalesce(places.cities, []) AS cities, trial.countries, trial.primary_completion_date, trial.last_update_posted,
  trial.url
FROM chosen AS trial
LEFT JOIN words ON words.nct_id = trial.nct_id AND words.label = trial.ici_setting
LEFT JOIN places ON places.nct_id = trial.nct_id
WHERE $countries IS NULL OR places.nct_id IS NOT NULL
ORDER BY
  list_position(['not_asked', 'consider', 'not_stated', 'exclude'], stance), cancer_match = 'any_solid_tumour',
  list_position(['phase_4', 'phase_3', 'phase_2_3', 'phase_2', 'phase_1_2', 'phase_1', 'early_phase_1'], phase_bucket)
    NULLS LAST,
  trial.nct_id
