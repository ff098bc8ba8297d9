-- title: The labels of each trial, axis by axis.
-- grain: nct_id
-- definition: Lists where a trial may have several labels of an axis, in alphabetical order; single labels of the other
--   axes. A trial without any label has no row.
-- column nct_id: registry id of the trial
-- column modalities: labels on axis modality; null if there is none
-- column therapies: labels on axis therapy; null if there is none
-- column cancers: labels on axis cancer; null if there is none
-- column strategies: labels on axis strategy; null if there is none
-- column act_with: labels on axis act_with; null if there is none
-- column ici_setting: the label on axis ici_setting; null if there is none
-- column resistance: the label on axis resistance; null if there is none
-- column act: the label on axis act; null if there is none
-- column line: the label on axis line; null if there is none
SELECT
  nct_id,
  list(label ORDER BY label) FILTER (WHERE axis = 'modality') AS modalities,
  list(label ORDER BY label) FILTER (WHERE axis = 'therapy') AS therapies,
  list(label ORDER BY label) FILTER (WHERE axis = 'cancer') AS cancers,
  list(label ORDER BY label) FILTER (WHERE axis = 'strategy') AS strategies,
  list(label ORDER BY label) FILTER (WHERE axis = 'act_with') AS act_with,
  min(label) FILTER (WHERE axis = 'ici_setting') AS ici_setting,
  min(label) FILTER (WHERE axis = 'resistance') AS resistance,
  min(label) FILTER (WHERE axis = 'act') AS act,
  min(label) FILTER (WHERE axis = 'line') AS line
FROM concepts.trial_label
GROUP BY nct_id
