-- title: Every test of every claim, for each cohort.
-- grain: report, claim, test, cohort
-- definition: The base of all checks: each row gets one answer. Tests that a registry cannot answer have the method
--   none.
-- column report: id of the report
-- column claim: id of the claim
-- column test: number of the test within the claim
-- column test_number: number of the test among all of them, from 1; those of a claim follow each other
-- column cohort: id of the cohort
-- column measured_cohort: cohort that is measured, where the statement is about one only
-- column elsewhere: the measured cohort in words, where it is not the asked one; else empty
-- column kind: kind of statement
-- column method: presence, event, agents, order, bound, absence or none
-- column needed: trials or agents that the claim requires
-- column is_every_needed: whether each named item must have as many
-- column date_from: first day of the start; null where the claim names none
-- column date_to: last day of the start; 9999-12-31 where the claim names no end
SELECT
  report, claim, test, (dense_rank() OVER (ORDER BY report, claim, test))::INTEGER AS test_number, cohort.cohort,
  coalesce(only_cohort, cohort.cohort) AS measured_cohort,
  CASE WHEN only_cohort <> cohort.cohort THEN ' (cohort ''' || measured.title || ''')' ELSE '' END AS elsewhere,
  kind, method, needed, is_every_needed, date_from, date_to
FROM raw.claim_test
CROSS JOIN raw.cohort AS cohort
LEFT JOIN raw.cohort AS measured ON measured.cohort = only_cohort
