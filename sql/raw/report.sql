-- title: The market reports and frameworks.
-- grain: report
-- definition: As config/reports has them.
CREATE TABLE raw.report (
  report VARCHAR NOT NULL,              -- id of the report
  title VARCHAR NOT NULL,               -- its title
  publisher VARCHAR,                    -- who published it
  kind VARCHAR NOT NULL,                -- market or framework
  base_year INTEGER,                    -- year that its shares are for; null for a framework
  default_cohort VARCHAR NOT NULL,      -- cohort that it is compared on by default
  version VARCHAR                       -- version of its file
)
