-- title: What a curator and the rules say on the axes that a curator decided.
-- grain: nct_id, axis, given_by, label
-- definition: One row for each label of each side. The labels of the curator are the ones in force.
CREATE TABLE raw.curated_label (
  nct_id VARCHAR NOT NULL,              -- registry id of the trial
  axis VARCHAR NOT NULL,                -- axis that the curator decided
  given_by VARCHAR NOT NULL,            -- curator or rules
  label VARCHAR NOT NULL                -- label of that side; empty where the rules give none
)
