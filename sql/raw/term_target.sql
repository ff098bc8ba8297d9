-- title: The molecular targets that the terms of the vocabularies mean.
-- grain: term, target
-- definition: Agents, phrases and stems with targets, and the targets themselves under their own name.
CREATE TABLE raw.term_target (
  term VARCHAR NOT NULL,                -- entry that evidence names
  target VARCHAR NOT NULL               -- molecule, such as CD3
)
