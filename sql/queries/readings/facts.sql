-- title: What the build itself asks of the readings.
-- definition: One row for each trial; ``refused`` is the reason for a record that cannot be read.
SELECT nct_id, refused, brief_title, filled, too_long FROM memory.reading ORDER BY nct_id
