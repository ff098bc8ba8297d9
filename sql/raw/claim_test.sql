-- title: How each statement of each claim is tested.
-- grain: report, claim, test
-- definition: Every claim has at least one row; those that a registry of trials cannot answer have method none.
CREATE TABLE raw.claim_test (
  report VARCHAR NOT NULL,              -- id of the report
  claim VARCHAR NOT NULL,               -- id of the claim
  test INTEGER NOT NULL,                -- number of the test within the claim, from 1
  claim_position INTEGER NOT NULL,      -- place of the claim in the report's file, from 1
  says VARCHAR NOT NULL,                -- the claim in our own words
  place VARCHAR NOT NULL,               -- where the document says so
  kind VARCHAR NOT NULL,                -- kind of statement: share, rank, growth_rank, presence, event, ...
  method VARCHAR NOT NULL,              -- presence, event, agents, order, bound, absence or none
  rule VARCHAR,                         -- for method order: first, last, second or not_first
  measure VARCHAR NOT NULL,             -- share, recent_share, patient_share, growth (against the rest) or own_growth
  low DOUBLE,                           -- for method bound: smallest value that the claim allows
  high DOUBLE,                          -- for method bound: largest value that it allows
  is_upper_bound BOOLEAN NOT NULL,      -- true if the measured value can only be too large
  is_only_shown BOOLEAN NOT NULL,       -- true if the measured value may be wrong either way, so that nothing is judged
  needed INTEGER NOT NULL,              -- trials that each item needs, or agents in all
  is_every_needed BOOLEAN NOT NULL,          -- true if each item must be found
  only_cohort VARCHAR,                  -- cohort that is measured instead of the asked one
  date_from VARCHAR,                    -- for method event: first day of the start
  date_to VARCHAR,                      -- for method event: last day of the start
  unmeasured VARCHAR,                   -- what the test leaves out or how it reads the claim
  why_not VARCHAR                       -- why there is no test; set exactly for method none
)
