-- title: The words that labels rest on.
-- grain: none
-- published: each axis, label, rule, role, term once
-- definition: Quotations from the record; offsets count characters of the named field with markdown escapes undone.
CREATE TABLE raw.evidence (
  nct_id VARCHAR NOT NULL,              -- registry id of the trial
  axis VARCHAR NOT NULL,                -- axis of the label
  label VARCHAR NOT NULL,               -- label that the words support
  rule VARCHAR NOT NULL,                -- id of the rule
  role VARCHAR NOT NULL,                -- how the words take part: experimental, comparator, population, ...
  field VARCHAR NOT NULL,               -- place in the record, such as interventions[2].name
  start_at INTEGER NOT NULL,            -- first character of the quotation
  end_at INTEGER NOT NULL,              -- character after its last
  quote VARCHAR NOT NULL,               -- the quoted words
  term VARCHAR                          -- vocabulary entry that matched
)
