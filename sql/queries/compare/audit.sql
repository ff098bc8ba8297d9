-- title: Findings of the audit.
-- definition: A finding between two reports belongs to both.
SELECT report, rule, verdict, sentence, claims, places, figures, finding, report_versions,
  snapshot_id, rule_version
FROM marts.market_audit
WHERE $report IS NULL OR list_contains(string_split(report, '+'), $report)
ORDER BY finding_position
