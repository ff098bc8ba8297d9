-- The reports and searches that a published warehouse was built with.
SELECT 'report' AS kind, report AS id, title FROM raw.report
UNION ALL
SELECT 'search', search, title FROM raw.search
ORDER BY kind, id
