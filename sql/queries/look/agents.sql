-- title: Agents under study that have all the given targets and the given modality.
-- definition: Both may be left out.
SELECT * FROM marts.agent WHERE ($modality IS NULL OR list_contains(modalities, $modality)) AND
  len(list_intersect(targets, $targets)) = len($targets) ORDER BY trial_count DESC, agent
