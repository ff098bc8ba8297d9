-- title: The modality that blocking or activating a target makes a drug.
-- grain: target, label
-- definition: From terms/targets.csv. Targets without such a modality have no row.
CREATE TABLE raw.target_label (
  target VARCHAR NOT NULL,              -- molecule, such as LAG-3
  label VARCHAR NOT NULL                -- label on axis modality, such as lag3
)
