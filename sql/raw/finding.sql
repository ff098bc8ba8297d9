-- title: What the audit of the reports found.
-- grain: report, finding
-- definition: Findings that follow by rule from what the reports state; a finding between two reports has both ids.
CREATE TABLE raw.finding (
  report VARCHAR NOT NULL,              -- id of the report, or of two joined by +
  finding VARCHAR NOT NULL,             -- id of the finding
  position INTEGER NOT NULL,            -- place in the audit, from 1
  rule VARCHAR NOT NULL,                -- rule that found it
  verdict VARCHAR NOT NULL,             -- consistent, inconsistent, contradiction or note
  sentence VARCHAR NOT NULL,            -- the finding in words
  claims VARCHAR[] NOT NULL,            -- claims that it is about, or estimates for rules about sizes
  figures VARCHAR NOT NULL              -- figures behind it as a JSON object
)
