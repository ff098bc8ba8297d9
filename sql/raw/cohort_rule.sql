-- title: Which labels put a trial into a cohort.
-- grain: cohort, axis, label
-- definition: A trial belongs to a cohort if it has any listed label on every axis that is listed, and none of the
--   excluded ones; a cohort without rows holds every tracked trial.
CREATE TABLE raw.cohort_rule (
  cohort VARCHAR NOT NULL,              -- id of the cohort
  axis VARCHAR NOT NULL,                -- an axis of the classifier, country or end_user
  label VARCHAR NOT NULL,               -- label on that axis
  is_excluded BOOLEAN NOT NULL DEFAULT false -- true if the label keeps a trial out
)
