-- title: Changes of trials, with their materiality.
-- grain: nct_id, seen, kind
-- definition: new, left and back are about the tracked set as a whole, all other kinds about the record. Two clocks:
--   seen is when we saw it, registry_day when the registry posted it. Trials that left keep their changes. A trial
--   found in the first walk of a search is new with low materiality, because it is new only to us.
-- column nct_id: registry id of the trial
-- column seen: when we saw it, UTC
-- column kind: new, left, back, merged, status, stop_reason, phase, enrolment, start, primary_completion, completion,
--   sponsor, collaborators, arms, interventions, countries, sites, site_status, prior_therapy, eligibility, results,
--   primary_outcomes, outcomes, title, conditions, design or description
-- column materiality: high, medium or low
-- column reason: reason for the materiality
-- column registry_day: day on which the registry posted it; the day we saw it if it was changed silently
-- column brief_title: title of the trial
-- column old_value: value before, in the registry's words; null for lists and texts
-- column new_value: value after
-- column slip_days: for dates: days by which it moved, later is positive
-- column change_ratio: for enrolment: change as a fraction of the count before
-- column gained: items that were added: arms, countries, criteria, searches
-- column lost: items that were removed
-- column altered: items that stayed with another description
-- column is_tracked: true if the trial is in the tracked set today
-- column cohorts: cohorts that the trial is in today
-- column run: id of the refresh that saw it
SELECT
  change.nct_id,
  seen,
  kind,
  materiality,
  reason,
  registry_day,
  change.brief_title,
  old_value,
  new_value,
  slip_days,
  change_ratio,
  gained,
  lost,
  altered,
  trial.nct_id IS NOT NULL AS is_tracked,
  coalesce(trial.cohorts, []) AS cohorts,
  run
FROM raw.change AS change
LEFT JOIN marts.trial USING (nct_id)
