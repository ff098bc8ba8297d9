-- title: The labels that confirm a search.
-- grain: search, axis, label
-- definition: A trial is a target of a search if it has any listed label on every axis that is listed. A search without
--   rows has no target, so its recall is not measured.
CREATE TABLE raw.search_target (
  search VARCHAR NOT NULL,              -- id of the search
  axis VARCHAR NOT NULL,                -- axis of the label, such as modality
  label VARCHAR NOT NULL                -- label that confirms
)
