-- title: What each test of a claim is about, in words.
-- grain: report, claim, test
-- definition: What is measured, and of what: the named items, with those that limit the trials. Alternatives of one facet are
--   listed together, up to three of them. Tests without items, which a registry of trials cannot answer, have no row.
-- column report: id of the report
-- column claim: id of the claim
-- column test: number of the test within the claim
-- column subject: such as "growth of Melanoma", or "trials of CD3 engager; glioblastoma"
WITH item AS (
  SELECT DISTINCT report, claim, test, facet, title
  FROM raw.claim_target
  WHERE role IN ('filter', 'named')
),
facet AS (
  SELECT report, claim, test, facet, list(title ORDER BY title) AS titles
  FROM item
  GROUP BY report, claim, test, facet
),
listed AS (
  SELECT
    report, claim, test,
    string_agg(
      array_to_string(titles[:3], ', ') || CASE WHEN len(titles) > 3 THEN ' and ' || len(titles) - 3 || ' more' ELSE '' END,
      '; ' ORDER BY facet = 'peer' DESC, facet
    ) AS items
  FROM facet
  GROUP BY report, claim, test
)
SELECT
  report,
  claim,
  test,
  CASE
    WHEN method IN ('order', 'bound') THEN CASE measure
      WHEN 'growth' THEN 'growth of '
      WHEN 'own_growth' THEN 'growth of '
      WHEN 'patient_share' THEN 'planned patients of '
      ELSE 'share of ' END
    WHEN method = 'agents' THEN 'agents of '
    ELSE 'trials of ' END || items AS subject
FROM listed
JOIN raw.claim_test USING (report, claim, test)
