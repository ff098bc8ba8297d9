-- title: Which company each sponsor is.
-- grain: nct_id, role, name
-- definition: Only sponsors that were recognised as a company have a row.
CREATE TABLE raw.sponsor_company (
  nct_id VARCHAR NOT NULL,              -- registry id of the trial
  role VARCHAR NOT NULL,                -- lead or collaborator
  name VARCHAR NOT NULL,                -- sponsor as the record names it, markdown escapes undone
  company VARCHAR,                      -- company that it is
  parent VARCHAR                        -- company at the top, equal to company if it is independent
)
