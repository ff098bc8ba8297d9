-- title: What identifies this warehouse.
-- grain: key
-- definition: Facts of the build as text; meta.snapshot shows them as one row.
CREATE TABLE raw.snapshot_fact (
  key VARCHAR NOT NULL,                 -- snapshot_id, as_of, edition, is_demo, rule_version, ...
  value VARCHAR NOT NULL                -- its value as text
)
