-- title: The trials of each compared item, and the base of all trials in the comparison.
-- grain: place, comparison, trial
-- published: as a view
-- definition: Where a test compares items, the base is the trials that the test is about; else it is the whole cohort.
--   The base has a row for each of its trials under the place 0. Tests of market shares (questions.partition_test)
--   count active trials, like comparisons with a market; all others count every trial ever registered.
-- column test_number: number of the test (questions.asked_test)
-- column comparison: number of the test in one cohort (questions.compared_item)
-- column place: number of the item that is compared (questions.compared_item); 0 for the base
-- column trial: number of the trial (questions.trial_figure)
WITH tests AS (
  SELECT DISTINCT test_number, comparison, measured_cohort, has_peers, CASE WHEN dimension IS NULL THEN 'all' ELSE 'active' END AS scope
  FROM questions.compared_item
  LEFT JOIN questions.partition_test USING (report, claim, test)
),
member AS (
  SELECT cohort, scope, trial
  FROM concepts.cohort
  JOIN concepts.trial_scope USING (nct_id)
  JOIN questions.trial_figure USING (nct_id)
),
-- A filter on the place leaves out the branches of other places, so that the trials of the base are not joined for them.
about AS (
  SELECT tests.test_number, comparison, has_peers, member.trial
  FROM tests
  JOIN member ON member.cohort = tests.measured_cohort AND member.scope = tests.scope
  JOIN questions.test_trial AS about ON about.test_number = tests.test_number AND about.trial = member.trial
),
peer AS (
  SELECT listed.test_number, item_number, comparison, place
  FROM questions.listed_item AS listed
  JOIN questions.compared_item USING (report, claim, test, item)
  WHERE facet = 'peer' AND has_peers
)
SELECT test_number, comparison, 0 AS place, trial
FROM about
WHERE has_peers
UNION ALL
SELECT tests.test_number, comparison, 0 AS place, member.trial
FROM tests
JOIN member ON member.cohort = tests.measured_cohort AND member.scope = tests.scope
WHERE NOT has_peers
UNION ALL
SELECT test_number, comparison, peer.place, trial
FROM about
JOIN questions.item_trial USING (test_number, trial)
JOIN peer USING (test_number, item_number, comparison)
UNION ALL
SELECT about.test_number, comparison, item.place, trial
FROM about
JOIN questions.compared_item AS item USING (comparison)
WHERE NOT about.has_peers
