-- title: Chosen versions of records.
-- definition: ``wanted`` names trial and time; the range of ids lets DuckDB skip row groups without any of them.
SELECT nct_id, content_hash, last_update_posted, seen_at, edition, run, record
FROM {source} JOIN wanted USING (nct_id, seen_at)
WHERE nct_id BETWEEN $first AND $last
ORDER BY nct_id, seen_at
