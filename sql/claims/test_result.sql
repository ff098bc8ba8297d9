-- title: The result of every test of every claim.
-- grain: report, claim, test, cohort
-- definition: One row for each test and cohort, those that a registry of trials cannot answer included. Examples are the
--   trials that a test found, the newest first.
-- column report: id of the report
-- column claim: id of the claim
-- column test: number of the test within the claim
-- column cohort: id of the cohort
-- column kind: kind of statement
-- column predicate: SQL file that answers it; null if none can
-- column answer: supported, contradicted, inconclusive or not_testable
-- column figure: the figures with their intervals, in words; null if not testable
-- column value: the first figure
-- column value_low: lower end of its interval
-- column value_high: upper end of its interval
-- column trial_count: trials behind it
-- column example_trials: up to ten of these trials
-- column note: what the test leaves out or how it reads the claim; why there is none
WITH answered AS (
  SELECT *, 'claims/order_check.sql' AS predicate FROM claims.order_check
  UNION ALL BY NAME
  SELECT *, 'claims/bound_check.sql' AS predicate FROM claims.bound_check
  UNION ALL BY NAME
  SELECT *, 'claims/presence_check.sql' AS predicate FROM claims.presence_check
  UNION ALL BY NAME
  SELECT *, 'claims/event_check.sql' AS predicate FROM claims.event_check
  UNION ALL BY NAME
  SELECT *, 'claims/agent_check.sql' AS predicate FROM claims.agent_check
  UNION ALL BY NAME
  SELECT *, 'claims/absence_check.sql' AS predicate FROM claims.absence_check
),
dated AS (
  SELECT about.report, about.claim, about.test, member.cohort, about.nct_id, study.start_date
  FROM claims.test_trial AS about
  JOIN raw.claim_test AS test USING (report, claim, test)
  JOIN concepts.cohort AS member USING (nct_id)
  JOIN staging.study USING (nct_id)
  WHERE is_in_time AND test.method IN ('presence', 'event')
),
examples AS (
  SELECT report, claim, test, cohort, list(nct_id ORDER BY start_date DESC NULLS LAST, nct_id)[:10] AS example_trials
  FROM dated
  GROUP BY report, claim, test, cohort
)
SELECT
  test.report,
  test.claim,
  test.test,
  cohort.cohort,
  test.kind,
  predicate,
  coalesce(answer, CASE WHEN method = 'none' THEN 'not_testable' ELSE 'inconclusive' END) AS answer,
  figure,
  value,
  value_low,
  value_high,
  coalesce(trial_count, 0) AS trial_count,
  coalesce(example_trials, []) AS example_trials,
  coalesce(why_not, unmeasured) AS note
FROM raw.claim_test AS test
CROSS JOIN raw.cohort
LEFT JOIN answered
  ON answered.report = test.report AND answered.claim = test.claim AND answered.test = test.test
    AND answered.cohort = cohort.cohort
LEFT JOIN examples
  ON examples.report = test.report AND examples.claim = test.claim AND examples.test = test.test
    AND examples.cohort = cohort.cohort
