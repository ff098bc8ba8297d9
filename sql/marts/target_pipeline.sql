-- title: The trials of each molecular target, by modality and phase.
-- grain: target, modality, phase_bucket
-- definition: Tracked trials whose experimental arms include a treatment against the target. A treatment with several
--   targets counts under each of them and under all of them together ("BCMA x CD3"), so that rows of single targets
--   must not be added to rows of pairs. A trial counts once in each row.
-- column target: molecule, or the molecules of one treatment joined by " x "
-- column target_count: number of molecules in target
-- column modality: label of the treatment on axis modality
-- column phase_bucket: phase as one bucket
-- column trial_count: tracked trials
-- column active_trial_count: of these, not yet recruiting, recruiting, enrolling, or active
-- column required_trial_count: of these, in patients who must have failed a checkpoint inhibitor
-- column agent_count: agents of the vocabulary among the treatments
-- column agents: their names
-- column companies: originators or present owners of these agents by the vocabulary; agents without one add none
-- column nct_ids: the trials
WITH owned AS (
  SELECT target, modality, phase_bucket, list(DISTINCT company ORDER BY company) AS companies
  FROM (
    SELECT target, modality, phase_bucket, unnest(agents) AS agent
    FROM concepts.target_trial
    JOIN marts.trial USING (nct_id)
  )
  JOIN raw.agent_fact USING (agent)
  WHERE company IS NOT NULL
  GROUP BY target, modality, phase_bucket
)
SELECT
  target,
  any_value(target_count)::BIGINT AS target_count,
  modality,
  phase_bucket,
  count(*) AS trial_count,
  count(*) FILTER (WHERE is_active) AS active_trial_count,
  count(*) FILTER (WHERE ici_setting = 'required') AS required_trial_count,
  len(list_distinct(flatten(list(agents))))::BIGINT AS agent_count,
  list_sort(list_distinct(flatten(list(agents)))) AS agents,
  coalesce(any_value(companies), []) AS companies,
  list(nct_id ORDER BY nct_id) AS nct_ids
FROM concepts.target_trial
JOIN marts.trial USING (nct_id)
LEFT JOIN owned USING (target, modality, phase_bucket)
GROUP BY target, modality, phase_bucket
