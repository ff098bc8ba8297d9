-- title: The columns of the marts with their meanings.
-- definition: The sentences are those of the SQL files, kept as comments in the published file.
SELECT replace(table_name, '_', ' ') AS mart, column_name AS "column", lower(data_type) AS type, comment AS meaning
FROM duckdb_columns()
WHERE schema_name = 'marts'
ORDER BY table_name, column_index
