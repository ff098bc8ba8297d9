-- title: Chosen versions without their records.
-- definition: ``wanted`` names trial and time.
SELECT nct_id, seen_at, content_hash, edition, last_update_posted, run
FROM {source} JOIN wanted USING (nct_id, seen_at)
ORDER BY nct_id, seen_at
