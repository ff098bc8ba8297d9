-- title: Which trials, by number, are within which scope.
SELECT scope, trial
FROM concepts.trial_scope
JOIN (SELECT nct_id, row_number() OVER (ORDER BY nct_id) - 1 AS trial FROM staging.tracked) USING (nct_id)
ORDER BY scope, trial
