-- title: Changes of trials as Parquet columns, from one JSON object a line.
-- definition: ``content_hash`` is over the versions of the trial, between which the changes lie.
SELECT * FROM read_json($source, format = 'newline_delimited', maximum_object_size = $longest, columns = {
  nct_id: 'VARCHAR',
  content_hash: 'VARCHAR',
  changes: 'STRUCT(run VARCHAR, seen TIMESTAMP, nct_id VARCHAR, kind VARCHAR, registry_day DATE, brief_title VARCHAR,
    old_value VARCHAR, new_value VARCHAR, slip_days INTEGER, change_ratio DOUBLE, gained VARCHAR[], lost VARCHAR[],
    altered VARCHAR[], materiality VARCHAR, reason VARCHAR)[]'
}) ORDER BY nct_id, content_hash
