-- title: What changed in the tracked trials and in the tracked set, newest first, for the page.
-- definition: Trials that are new only because a search is new are left out.
SELECT nct_id, brief_title, seen::DATE AS seen, registry_day, kind, materiality, reason, old_value, new_value, slip_days,
  is_tracked
FROM marts.change
WHERE NOT (kind = 'new' AND materiality = 'low')
ORDER BY seen DESC, list_position(['high', 'medium', 'low'], materiality), nct_id, kind
