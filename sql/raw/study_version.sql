-- title: Every version of every record that is needed for this build.
-- grain: nct_id, seen_from
-- definition: A version holds from the moment it was first seen until another one was; the current one has no end.
CREATE TABLE raw.study_version (
  nct_id VARCHAR NOT NULL,              -- registry id of the trial
  seen_from TIMESTAMP NOT NULL,         -- when this version was first seen, UTC
  seen_to TIMESTAMP,                    -- when another version took its place, UTC; null for the current one
  edition VARCHAR,                      -- data edition of the registry that served it
  last_update_posted DATE,              -- day on which the registry says it was last updated
  content_hash VARCHAR NOT NULL,        -- SHA-256 of the content without versionHolder
  record JSON NOT NULL                  -- the record in the form of API v2, without contact persons
)
