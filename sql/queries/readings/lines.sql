-- title: Readings as Parquet columns, from one JSON object a line.
-- definition: ``refused`` is the reason for a record that cannot be read; such a line has nothing else.
SELECT * FROM read_json($source, format = 'newline_delimited', maximum_object_size = $longest, columns = {
  nct_id: 'VARCHAR',
  content_hash: 'VARCHAR',
  refused: 'VARCHAR',
  brief_title: 'VARCHAR',
  filled: 'VARCHAR[]',
  too_long: 'INTEGER',
  verdicts: 'STRUCT(axis VARCHAR, label VARCHAR, rule VARCHAR, is_default BOOLEAN, confidence DOUBLE)[]',
  evidence: 'STRUCT(axis VARCHAR, label VARCHAR, rule VARCHAR, role VARCHAR, field VARCHAR, start_at INTEGER,
    end_at INTEGER, quote VARCHAR, term VARCHAR)[]',
  defeats: 'STRUCT(axis VARCHAR, label VARCHAR, rule VARCHAR, why VARCHAR)[]',
  curated: 'STRUCT(axis VARCHAR, given_by VARCHAR, label VARCHAR)[]',
  sponsors: 'STRUCT(role VARCHAR, name VARCHAR, company VARCHAR, parent VARCHAR)[]',
  sites: 'STRUCT(facility VARCHAR, country VARCHAR, end_user VARCHAR, rule VARCHAR, quote VARCHAR,
    is_default BOOLEAN)[]'
}) ORDER BY nct_id, content_hash
