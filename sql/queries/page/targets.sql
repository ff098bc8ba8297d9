-- title: The most studied molecular targets by phase, over all modalities, for the page.
-- definition: Trials are counted once for each target and phase; phases that do not apply or are not stated are left out.
WITH counted AS (
  SELECT target, phase_bucket, count(DISTINCT nct_id) AS trial_count
  FROM marts.target_pipeline, unnest(nct_ids) AS listed(nct_id)
  WHERE target_count = 1 AND phase_bucket NOT IN ('none', 'not_applicable')
  GROUP BY ALL
),
largest AS (
  SELECT target, sum(trial_count) AS total
  FROM counted
  GROUP BY target
  ORDER BY total DESC, target
  LIMIT 20
)
SELECT target, phase_bucket, coalesce(trial_count, 0) AS trial_count
FROM largest
CROSS JOIN (SELECT DISTINCT phase_bucket FROM counted) AS phases
LEFT JOIN counted USING (target, phase_bucket)
ORDER BY total DESC, target,
  list_position(['early_phase_1', 'phase_1', 'phase_1_2', 'phase_2', 'phase_2_3', 'phase_3', 'phase_4'], phase_bucket)
