-- title: The answer of the registry to each claim of the reports.
-- grain: report, claim, cohort
-- definition: Every claim has a row in every cohort. A claim is contradicted if any of its tests is, else not_in_line
--   if any is (a claim about a market against counts of trials), supported if all tests that can be made support it,
--   not_testable if none can be made, else inconclusive. Market shares and ranks of segments are tested by shares of
--   active trials that add to 1; all else counts each trial once in each of its segments (whole), whatever its status.
--   A share of trials is not a share of revenue: counts of trials can support or contradict a claim about a market, but not
--   prove it. Only tracked trials count; the caution of a cohort says what they leave out.
-- column report: id of the report
-- column claim: id of the claim
-- column cohort: id of the cohort
-- column claim_position: place in the report's file, from 1
-- column is_default_cohort: true for the cohort that the report is compared on by default
-- column says: the claim in our own words
-- column place: where the document says so
-- column kinds: kinds of its statements
-- column answer: supported, contradicted, not_in_line, inconclusive or not_testable
-- column figures: figures of all tests with their intervals, in words; null where nothing is counted
-- column why: the answer of each test, what it leaves out, and why it is missing, in words; with what the test is about
--   where the claim has several
-- column value: figure of the first test that has one
-- column value_low: lower end of its interval
-- column value_high: upper end of its interval
-- column trial_count: trials behind it
-- column example_trials: trials that tests of presence and events found, up to ten a test
-- column predicates: SQL files that answer it
-- column counting: partition where a test is by shares of active trials that add to 1, in every counting (fractional, and
--   per_site in dimensions counted by site); else whole
-- column report_version: version of the report's file
-- column snapshot_id: id of the snapshot
-- column rule_version: version of the classifier's rules
WITH results AS (
  SELECT
    *,
    min(test) FILTER (WHERE value IS NOT NULL) OVER (PARTITION BY report, claim, cohort) AS first_test,
    replace(answer, '_', ' ') || CASE
      WHEN count(*) OVER (PARTITION BY report, claim, cohort) > 1 AND subject IS NOT NULL THEN ' (' || subject || ')'
      ELSE '' END AS head
  FROM claims.test_result
  LEFT JOIN claims.test_subject USING (report, claim, test)
),
joined AS (
  SELECT
    report,
    claim,
    cohort,
    list(DISTINCT kind ORDER BY kind) AS kinds,
    CASE
      WHEN bool_or(answer = 'contradicted') THEN 'contradicted'
      WHEN bool_or(answer = 'not_in_line') THEN 'not_in_line'
      WHEN bool_and(answer = 'not_testable') THEN 'not_testable'
      WHEN bool_and(answer IN ('supported', 'not_testable')) THEN 'supported'
      ELSE 'inconclusive'
    END AS answer,
    string_agg(figure, ' | ' ORDER BY test) AS figures,
    string_agg(concat_ws(': ', head, note), ' | ' ORDER BY test) AS why,
    max(value) FILTER (WHERE test = first_test) AS value,
    max(value_low) FILTER (WHERE test = first_test) AS value_low,
    max(value_high) FILTER (WHERE test = first_test) AS value_high,
    coalesce(max(trial_count) FILTER (WHERE test = first_test), 0) AS trial_count,
    flatten(list(example_trials ORDER BY test)) AS examples,
    list(DISTINCT predicate ORDER BY predicate) FILTER (WHERE predicate IS NOT NULL) AS predicates
  FROM results
  GROUP BY report, claim, cohort
),
claims_of AS (
  SELECT DISTINCT report, claim, claim_position, says, place
  FROM raw.claim_test
)
SELECT
  report,
  claim,
  cohort,
  claim_position,
  report.default_cohort = cohort AS is_default_cohort,
  says,
  place,
  kinds,
  answer,
  figures,
  why,
  value,
  value_low,
  value_high,
  trial_count,
  list_sort(list_distinct(examples)) AS example_trials,
  coalesce(predicates, []) AS predicates,
  CASE WHEN list_contains(predicates, 'claims/partition_check.sql') THEN 'partition' ELSE 'whole' END AS counting,
  report.version AS report_version,
  (SELECT value FROM raw.snapshot_fact WHERE key = 'snapshot_id') AS snapshot_id,
  (SELECT value FROM raw.snapshot_fact WHERE key = 'rule_version') AS rule_version
FROM joined
JOIN claims_of USING (report, claim)
JOIN raw.report AS report USING (report)
