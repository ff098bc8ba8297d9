-- title: The first and the last trial of each file of records.
-- definition: From the statistics in the files; null where a file states none.
SELECT file_name, min(stats_min_value), max(stats_max_value)
FROM parquet_metadata($files)
WHERE path_in_schema = 'nct_id'
GROUP BY file_name
