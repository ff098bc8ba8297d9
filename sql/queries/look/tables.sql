-- title: The tables of the warehouse with the sentence that says what each holds.
-- definition: Of one schema, or of all when $schema is null. The comment of a table begins with that sentence.
SELECT schema_name || '.' || table_name AS "table", column_count AS columns, estimated_size AS rows,
  regexp_extract(comment, '^.*?\.(?: |$)') AS holds
FROM duckdb_tables()
WHERE NOT internal AND ($schema IS NULL OR schema_name = $schema)
ORDER BY schema_name <> 'marts', schema_name, table_name
