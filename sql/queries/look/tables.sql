-- title: The tables of the warehouse with the sentence that describes each.
-- definition: Of one schema, or of all when $schema is null.
SELECT schema_name || '.' || table_name AS "table", column_count AS columns, estimated_size AS rows, comment AS holds
FROM duckdb_tables()
WHERE NOT internal AND ($schema IS NULL OR schema_name = $schema)
ORDER BY schema_name <> 'marts', schema_name, table_name
