-- title: Which trials, by number, are within which scope.
SELECT scope, trial
FROM concepts.trial_scope
JOIN concepts.trial_fact USING (nct_id)
ORDER BY scope, trial
