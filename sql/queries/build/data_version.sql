-- title: Twelve hex digits over the content of a build.
-- definition: Records, what each search found and lost, and what changed.
SELECT left(sha256(concat_ws('|',
  (SELECT string_agg(concat_ws(' ', nct_id, content_hash), ',' ORDER BY nct_id) FROM raw.study_version),
  (SELECT string_agg(concat_ws(' ', search, nct_id, left_at IS NULL), ',' ORDER BY search, nct_id)
   FROM raw.search_hit),
  (SELECT string_agg(concat_ws(' ', nct_id, seen, kind), ',' ORDER BY nct_id, seen, kind) FROM raw.change)
)), 12)
