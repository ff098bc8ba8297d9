-- title: The readings that a build uses.
-- definition: The table of wanted ones names for each version the file that holds it, because two files may hold one version.
--   All connections of a build see the view, which is in the database of its memory.
CREATE OR REPLACE VIEW memory.{name} AS
SELECT part.* FROM read_parquet([{files}], filename = true) AS part
JOIN memory.wanted_{name} AS wanted ON part.nct_id = wanted.nct_id AND part.content_hash = wanted.content_hash
WHERE parse_filename(part.filename) = wanted.part
