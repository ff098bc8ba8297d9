-- title: The trials that count as pipeline, in three scopes.
-- grain: scope, nct_id
-- definition: active = not yet recruiting, recruiting, enrolling by invitation, or active and not recruiting; late =
--   active and in phase 2/3, 3 or 4; all = every tracked trial that was ever registered, including completed, stopped,
--   withdrawn, unknown and expanded access. Comparisons with a market use active unless another scope is named.
-- column scope: active, late or all
-- column nct_id: registry id of the trial
SELECT 'all' AS scope, nct_id
FROM concepts.trial_fact
UNION ALL
SELECT 'active', nct_id
FROM concepts.trial_fact
WHERE is_active
UNION ALL
SELECT 'late', nct_id
FROM concepts.trial_fact
WHERE is_active AND phase_bucket IN ('phase_2_3', 'phase_3', 'phase_4')
