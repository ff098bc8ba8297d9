-- title: The version of every record that counts in this snapshot.
-- grain: nct_id
-- definition: One row for each trial that the archive has a readable record of, including those that left every search;
--   earlier versions stay in the archive, and raw.change lists their differences. The archive has the records themselves.
CREATE TABLE raw.study_version (
  nct_id VARCHAR NOT NULL,              -- registry id of the trial
  seen_from TIMESTAMP NOT NULL,         -- when this version was first seen, UTC
  edition VARCHAR,                      -- data edition of the registry that served it
  last_update_posted DATE,              -- day on which the registry says it was last updated
  content_hash VARCHAR NOT NULL         -- SHA-256 of the content as served, but for contact persons and versionHolder
)
