-- title: The trials that make up the landscape.
-- grain: nct_id
-- definition: Trials with a record that at least one search holds today. All figures are about these; a trial
--   that left every search stays in the raw tables only.
-- column nct_id: registry id of the trial
-- column seen_from: when its current version was first seen, UTC
-- column edition: data edition of the registry that served the current version
-- column last_update_posted: day on which the registry says it was last updated
SELECT nct_id, seen_from, edition, last_update_posted
FROM raw.study_version
WHERE nct_id IN (SELECT nct_id FROM staging.search_hit WHERE is_open)
