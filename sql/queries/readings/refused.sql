-- title: The trials whose record cannot be read, each with the reason.
SELECT nct_id, refused FROM memory.reading WHERE refused IS NOT NULL ORDER BY nct_id
