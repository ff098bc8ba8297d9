-- title: Companies under every name they have had.
-- grain: company, name
-- definition: As companies.csv has them.
CREATE TABLE raw.company_name (
  company VARCHAR NOT NULL,             -- the company
  name VARCHAR NOT NULL,                -- a name or spelling of it
  parent VARCHAR                        -- company that owns it, null if none does
)
