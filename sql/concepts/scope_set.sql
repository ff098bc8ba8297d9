-- title: All scopes that a trial is within, as one value.
-- grain: nct_id
-- published: as a view
-- definition: Sums over segments add up the trials of the same scopes first, and then the sums of each scope: exact sums do
--   not depend on the order of what is added.
-- column nct_id: registry id of the trial
-- column trial: number of the trial, from 0
-- column scopes: names of the scopes, in alphabetical order
-- column scope_set: number of this combination of scopes, from 1
SELECT nct_id, trial, scopes, dense_rank() OVER (ORDER BY scopes) AS scope_set
FROM (SELECT nct_id, list(scope ORDER BY scope) AS scopes FROM concepts.trial_scope GROUP BY nct_id)
JOIN concepts.trial_fact USING (nct_id)
