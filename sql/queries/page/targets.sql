-- title: The most studied pairs of molecular target and kind of treatment by phase, for the page.
-- definition: Trials are counted once for each target, kind of treatment and phase; phases that do not apply or are not
--   stated are left out.
WITH counted AS (
  SELECT target, modality, phase_bucket, trial_count
  FROM marts.target_pipeline
  WHERE target_count = 1 AND phase_bucket NOT IN ('none', 'not_applicable')
),
largest AS (
  SELECT target, modality, sum(trial_count) AS total
  FROM counted
  GROUP BY target, modality
  ORDER BY total DESC, concat(target, '|', modality)
  LIMIT 20
)
SELECT target, modality, phase_bucket, coalesce(trial_count, 0) AS trial_count
FROM largest
CROSS JOIN (SELECT DISTINCT phase_bucket FROM counted) AS phases
LEFT JOIN counted USING (target, modality, phase_bucket)
ORDER BY total DESC, concat(target, '|', modality),
  list_position(['early_phase_1', 'phase_1', 'phase_1_2', 'phase_2', 'phase_2_3', 'phase_3', 'phase_4'], phase_bucket)
