-- title: The last run of the archive that the published file shows.
-- definition: A landscape of a past day, published on request, shows less than the archive holds and owes no digest.
SELECT value FROM raw.snapshot_fact
WHERE key = 'archive_run'
  AND NOT EXISTS (SELECT 1 FROM raw.snapshot_fact WHERE key = 'is_past' AND value = 'true')
