-- title: Changes of the runs after a given one.
-- definition: The gravest first.
SELECT nct_id, kind, materiality, reason, brief_title, old_value, new_value, slip_days, gained, lost, altered,
  registry_day, seen, is_tracked, cohorts, run
FROM marts.change
WHERE run > $run
ORDER BY list_position(['high', 'medium', 'low'], materiality), kind, nct_id, seen
