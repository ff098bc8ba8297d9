-- title: The items that tests of order, shares and growth compare.
-- grain: report, claim, test, cohort, item
-- definition: The items that a claim names and those that they are compared with. Where a test compares nothing, its
--   own trials are the item, named after their required facets.
-- column report: id of the report
-- column claim: id of the claim
-- column test: number of the test within the claim
-- column test_number: number of the test among all of them
-- column cohort: id of the cohort
-- column item: what is measured
-- column title: the item in words
-- column role: named, after or other
-- column measure: share, recent_share, patient_share, growth or own_growth
-- column measured_cohort: cohort that is measured, where only one makes sense
-- column has_peers: true if items are compared with each other, false if with the whole cohort
-- column comparison: number of the test in this cohort, from 1
-- column place: number of the item among those of all comparisons, from 1
WITH subject AS (
  SELECT
    report, claim, test,
    bool_or(facet = 'peer') AS has_peers,
    string_agg(DISTINCT item, ' + ' ORDER BY item) AS items,
    string_agg(DISTINCT title, ' + ' ORDER BY title) AS titles
  FROM raw.claim_target
  GROUP BY report, claim, test
),
tests AS (
  SELECT
    asked.report, asked.claim, asked.test, asked.test_number, asked.cohort,
    test.measure,
    asked.measured_cohort,
    coalesce(subject.has_peers, false) AS has_peers,
    coalesce(subject.items, 'all') AS items,
    coalesce(subject.titles, 'all') AS titles
  FROM questions.asked_test AS asked
  JOIN raw.claim_test AS test USING (report, claim, test)
  LEFT JOIN subject USING (report, claim, test)
  WHERE asked.method IN ('order', 'bound')
),
compared AS (
  SELECT DISTINCT tests.* EXCLUDE (items, titles), target.item, target.title, target.role
  FROM tests
  JOIN raw.claim_target AS target USING (report, claim, test)
  WHERE target.facet = 'peer'
  UNION ALL
  SELECT tests.* EXCLUDE (items, titles), items, titles, 'named'
  FROM tests
  WHERE NOT has_peers
)
SELECT
  report, claim, test, test_number, cohort, item, title, role, measure, measured_cohort, has_peers,
  (dense_rank() OVER (ORDER BY report, claim, test, cohort))::INTEGER AS comparison,
  (row_number() OVER (ORDER BY report, claim, test, cohort, item))::INTEGER AS place
FROM compared
