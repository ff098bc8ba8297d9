-- title: The columns of a table with the meaning of each.
-- definition: $table is schema and name, such as marts.trial.
SELECT column_name AS "column", data_type AS "type", comment AS meaning
FROM duckdb_columns()
WHERE schema_name || '.' || table_name = $table
ORDER BY column_index
