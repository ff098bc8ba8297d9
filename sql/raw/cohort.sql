-- title: The sets of trials that pipeline shares are taken over.
-- grain: cohort
-- definition: refractory, io, act, tracked, and the cohorts that reports define.
CREATE TABLE raw.cohort (
  cohort VARCHAR NOT NULL,              -- id of the cohort
  title VARCHAR NOT NULL,               -- its name
  caution VARCHAR,                      -- what the searches leave out of it; null if nothing is known to be
  definition VARCHAR                    -- what it means
)
