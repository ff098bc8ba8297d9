-- title: Changes of trials and of the tracked set.
-- definition: Filters that are null do not filter; segments and cohorts are those of today.
SELECT * FROM marts.change
WHERE ($since IS NULL OR CASE $clock WHEN 'seen' THEN seen::DATE ELSE registry_day END >= $since)
  AND ($until IS NULL OR CASE $clock WHEN 'seen' THEN seen::DATE ELSE registry_day END <= $until)
  AND list_contains($materialities, materiality)
  AND ($kind IS NULL OR kind = $kind) AND ($nct IS NULL OR nct_id = $nct)
  AND ($cohort IS NULL OR list_contains(cohorts, $cohort))
  AND (($report IS NULL AND $dimension IS NULL AND $segment IS NULL) OR nct_id IN (
    SELECT nct_id FROM marts.trial_segment
    WHERE ($report IS NULL OR report = $report) AND ($dimension IS NULL OR dimension = $dimension)
      AND ($segment IS NULL OR segment = $segment)))
ORDER BY seen DESC, list_position(['high', 'medium', 'low'], materiality), nct_id, kind
