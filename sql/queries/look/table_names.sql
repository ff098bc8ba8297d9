-- title: Every word that a statement may name: tables with their schema, and columns.
-- definition: Columns of all schemas; each name once.
SELECT schema_name || '.' || table_name AS name FROM duckdb_columns() WHERE NOT internal AND schema_name <> 'stored'
UNION
SELECT column_name FROM duckdb_columns() WHERE NOT internal AND schema_name <> 'stored'
ORDER BY name
