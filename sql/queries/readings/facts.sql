-- title: What the build itself asks of the readings.
-- definition: One row for each trial whose record can be read.
SELECT nct_id, brief_title, filled, too_long FROM memory.reading WHERE refused IS NULL ORDER BY nct_id
