-- title: The findings of the audit of the reports.
-- grain: report, finding
-- definition: Arithmetic and consistency of what the reports print; every finding is computed by a rule. The audit uses
--   only the documents and no trial.
-- column report: id of the report, or of two joined by + for a finding between them
-- column finding: id of the finding
-- column finding_position: place in the audit, from 1
-- column rule: rule that found it
-- column verdict: consistent, inconsistent, contradiction or note
-- column sentence: the finding in words
-- column claims: claims that it is about, or estimates for rules about sizes
-- column places: where the documents state these claims, in alphabetical order
-- column figures: figures behind it as a JSON object
-- column report_versions: versions of the reports' files
-- column snapshot_id: id of the snapshot
-- column rule_version: version of the classifier's rules
WITH stated AS (
  SELECT report, claim, min(place) AS place
  FROM raw.market_claim
  GROUP BY report, claim
),
placed AS (
  SELECT finding.report, finding.finding, list(DISTINCT stated.place ORDER BY stated.place) AS places
  FROM raw.finding
  JOIN stated ON list_contains(string_split(finding.report, '+'), stated.report)
    AND list_contains(finding.claims, stated.claim)
  GROUP BY finding.report, finding.finding
),
versions AS (
  SELECT finding.report, finding.finding,
    string_agg(report.report || '=' || report.version, ', ' ORDER BY report.report) AS report_versions
  FROM raw.finding
  JOIN raw.report ON list_contains(string_split(finding.report, '+'), report.report)
  GROUP BY finding.report, finding.finding
)
SELECT
  finding.report,
  finding.finding,
  finding.position AS finding_position,
  finding.rule,
  finding.verdict,
  finding.sentence,
  finding.claims,
  coalesce(placed.places, []) AS places,
  finding.figures,
  versions.report_versions,
  (SELECT value FROM raw.snapshot_fact WHERE key = 'snapshot_id') AS snapshot_id,
  (SELECT value FROM raw.snapshot_fact WHERE key = 'rule_version') AS rule_version
FROM raw.finding
LEFT JOIN placed USING (report, finding)
LEFT JOIN versions USING (report, finding)
