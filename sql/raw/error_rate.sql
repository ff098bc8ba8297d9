-- title: How often the labels of an axis are wrong.
-- grain: axis
-- definition: As error_rates.toml has them, from trials that were labelled by hand; an axis without a row counts as right.
CREATE TABLE raw.error_rate (
  axis VARCHAR NOT NULL,                -- an axis of the classifier, or end_user
  rate DOUBLE NOT NULL,                 -- share of wrong labels, between 0 and 1
  labelled_trial_count INTEGER NOT NULL, -- how many were labelled by hand
  source VARCHAR NOT NULL               -- where the figure comes from
)
