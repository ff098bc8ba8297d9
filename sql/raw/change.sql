-- title: What changed in the trials and in the tracked set.
-- grain: nct_id, seen, kind
-- definition: One row for each kind of change that a run saw in a trial. Not compared: the data set's date,
--   verification dates, contacts, references. The rules of materiality are in changes.toml.
CREATE TABLE raw.change (
  run VARCHAR NOT NULL,                 -- id of the refresh that saw it
  seen TIMESTAMP NOT NULL,              -- when we saw it, UTC
  nct_id VARCHAR NOT NULL,              -- registry id of the trial
  kind VARCHAR NOT NULL,                -- new, left, back, status, phase, enrolment, ...
  registry_day DATE NOT NULL,           -- day on which the registry posted it; the day we saw it if it was changed silently
  brief_title VARCHAR,                  -- title of the trial
  old_value VARCHAR,                    -- value before, in the registry's words; null for lists and texts
  new_value VARCHAR,                    -- value after
  slip_days INTEGER,                    -- for dates: days by which it moved, later is positive
  change_ratio DOUBLE,                  -- for enrolment: change as a fraction of the count before
  gained VARCHAR[] NOT NULL,            -- items that were added: arms, countries, criteria, searches, ...
  lost VARCHAR[] NOT NULL,              -- items that were taken out
  altered VARCHAR[] NOT NULL,           -- items that stayed and are described otherwise
  materiality VARCHAR NOT NULL,         -- high, medium or low
  reason VARCHAR NOT NULL               -- why it matters so much
)
