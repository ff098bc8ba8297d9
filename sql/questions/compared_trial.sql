-- title: The trials of each compared item, and the base of all trials in the comparison.
-- grain: report, claim, test, cohort, item, nct_id
-- published: as a view
-- definition: Where a test compares items, the base is the trials that the test is about; else it is the whole cohort.
--   The base has a row for each of its trials under the item "". Tests of market shares (questions.partition_test)
--   count active trials, like comparisons with a market; all others count every trial ever registered.
-- column report: id of the report
-- column claim: id of the claim
-- column test: number of the test within the claim
-- column cohort: id of the cohort
-- column item: what is compared; "" for the base
-- column nct_id: registry id of the trial
-- column is_recent: true if the trial started in the last three complete years
-- column patients: planned or enrolled patients, placeholders left out
WITH base AS (
  SELECT tests.report, tests.claim, tests.test, tests.cohort, has_peers, member.nct_id, about.nct_id IS NOT NULL AS is_about
  FROM (SELECT DISTINCT report, claim, test, cohort, measured_cohort, has_peers FROM questions.compared_item) AS tests
  JOIN concepts.cohort AS member ON member.cohort = tests.measured_cohort
  LEFT JOIN questions.test_trial AS about
    ON about.report = tests.report AND about.claim = tests.claim AND about.test = tests.test
      AND about.nct_id = member.nct_id
  LEFT JOIN questions.partition_test AS of_market
    ON of_market.report = tests.report AND of_market.claim = tests.claim AND of_market.test = tests.test
  JOIN concepts.trial_scope AS scoped
    ON scoped.nct_id = member.nct_id AND scoped.scope = CASE WHEN dimension IS NULL THEN 'all' ELSE 'active' END
  WHERE about.nct_id IS NOT NULL OR NOT has_peers
),
held AS (
  SELECT report, claim, test, cohort, '' AS item, nct_id
  FROM base
  UNION ALL
  SELECT report, claim, test, cohort, found.item, nct_id
  FROM base
  JOIN (SELECT report, claim, test, item, nct_id FROM questions.item_trial WHERE facet = 'peer') AS found
    USING (report, claim, test, nct_id)
  WHERE has_peers
  UNION ALL
  SELECT report, claim, test, cohort, item, nct_id
  FROM base
  JOIN questions.compared_item USING (report, claim, test, cohort)
  WHERE is_about AND NOT base.has_peers
)
SELECT report, claim, test, cohort, item, nct_id, is_recent, patients
FROM held
JOIN questions.trial_figure USING (nct_id)
