-- title: The classifier's labels.
-- grain: nct_id, axis, label, rule
-- published: each axis, label, rule, rule_version, confidence, is_default once
-- definition: One row for each rule that gave a label to a trial.
CREATE TABLE raw.verdict (
  nct_id VARCHAR NOT NULL,              -- registry id of the trial
  axis VARCHAR NOT NULL,                -- modality, therapy, cancer, ici_setting, ...
  label VARCHAR NOT NULL,               -- value on that axis
  rule VARCHAR NOT NULL,                -- id of the rule
  rule_version VARCHAR NOT NULL,        -- version of all rules together
  confidence DOUBLE,                    -- probability that the label is right, from labelled trials (confidence.csv)
  is_default BOOLEAN NOT NULL DEFAULT false -- true if the label rests on silence
)
