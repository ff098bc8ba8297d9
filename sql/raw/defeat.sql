-- title: Labels that some words suggested but that were rejected.
-- grain: none
-- definition: One row for each rejected rule, with the reason.
CREATE TABLE raw.defeat (
  nct_id VARCHAR NOT NULL,              -- registry id of the trial
  axis VARCHAR NOT NULL,                -- axis of the label
  label VARCHAR NOT NULL,               -- label that was not given
  rule VARCHAR NOT NULL,                -- id of the rule that lost
  why VARCHAR NOT NULL                  -- the reason as a sentence
)
