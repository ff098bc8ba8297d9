-- title: The classifier's rules.
-- grain: rule_version, axis, label, rule
-- definition: Which rule gave which label to any trial, in the version that this warehouse was built with.
CREATE TABLE raw.rules (
  rule_version VARCHAR NOT NULL,        -- version of all rules together
  axis VARCHAR NOT NULL,                -- axis of the label
  label VARCHAR NOT NULL,               -- label that the rule gives
  rule VARCHAR NOT NULL                 -- id of the rule
)
