-- title: The findings of the audit of the reports, for the page.
SELECT report, rule, verdict, sentence, places
FROM marts.market_audit
ORDER BY list_position(['contradiction', 'inconsistent', 'note', 'consistent'], verdict), report, finding_position
