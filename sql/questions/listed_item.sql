-- title: The items of each test of each claim, numbered.
-- grain: report, claim, test, facet, item
-- definition: Trials of items are many, and numbers are faster to compare than names.
-- column report: id of the report
-- column claim: id of the claim
-- column test: number of the test within the claim
-- column facet: group of alternatives, or peer
-- column item: the item of the claim
-- column title: the item in words
-- column role: filter, or for peers named, after or other
-- column test_number: number of the test among all of them
-- column item_number: number of the item among those of all tests, from 1
-- column facet_bit: a power of two for each facet of the test; 0 for peer
SELECT
  report, claim, test, facet, item, title, role, test_number,
  (row_number() OVER (ORDER BY report, claim, test, facet, item))::INTEGER AS item_number,
  CASE WHEN facet = 'peer' THEN 0
    ELSE 1::BIGINT << (dense_rank() OVER (PARTITION BY report, claim, test, facet = 'peer' ORDER BY facet) - 1)::INTEGER
  END AS facet_bit
FROM (SELECT DISTINCT report, claim, test, facet, item, title, role FROM raw.claim_target)
JOIN (SELECT DISTINCT report, claim, test, test_number FROM questions.asked_test) USING (report, claim, test)
