-- title: The tables of the warehouse with the sentence that says what each holds.
-- definition: Of one schema, or of all when $schema is null, without parts of views (schema stored). The comment of a table
--   begins with that sentence. The rows of a view are not stored, so their number is not known.
WITH listed AS (
  SELECT schema_name, table_name, column_count, estimated_size, comment FROM duckdb_tables() WHERE NOT internal AND schema_name <> 'stored'
  UNION ALL
  SELECT schema_name, view_name, column_count, NULL, comment FROM duckdb_views() WHERE NOT internal
)
SELECT schema_name || '.' || table_name AS "table", column_count AS columns, estimated_size AS rows,
  regexp_extract(comment, '^.*?\.(?: |$)') AS holds
FROM listed
WHERE $schema IS NULL OR schema_name = $schema
ORDER BY schema_name <> 'marts', schema_name, table_name
