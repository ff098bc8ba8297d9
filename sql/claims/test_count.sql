-- title: How many trials of a cohort a test finds, in all and for each item that the claim names.
-- grain: report, claim, test, cohort
-- definition: Tests of presence and of events, over the cohort that is measured. Trials meet every facet of the test and, where it names days, started in them.
-- column report: id of the report
-- column claim: id of the claim
-- column test: number of the test within the claim
-- column cohort: id of the cohort
-- column trial_count: trials of the cohort that the test finds
-- column cohort_trial_count: trials of the cohort
-- column fewest_of_an_item: trials of the named item that has the fewest
-- column words: trials of each named item, in words
WITH asked AS (
  SELECT report, claim, test, test_number, cohort, measured_cohort
  FROM questions.asked_test
  WHERE method IN ('presence', 'event')
),
found AS (
  SELECT test_number, measured_cohort, trial
  FROM (SELECT DISTINCT test_number, measured_cohort FROM asked)
  JOIN questions.test_trial USING (test_number)
  JOIN (SELECT cohort AS measured_cohort, trial FROM concepts.cohort JOIN questions.trial_figure USING (nct_id))
    USING (measured_cohort, trial)
  WHERE is_in_time
),
totals AS (
  SELECT test_number, measured_cohort, count(*) AS trials
  FROM found
  GROUP BY test_number, measured_cohort
),
sizes AS (
  SELECT cohort AS measured_cohort, count(*) AS trials
  FROM concepts.cohort
  GROUP BY cohort
),
counts AS (
  SELECT test_number, measured_cohort, item_number, count(*) AS trials
  FROM found
  JOIN questions.item_trial USING (test_number, trial)
  GROUP BY test_number, measured_cohort, item_number
)
SELECT
  report,
  claim,
  test,
  cohort,
  coalesce(any_value(totals.trials), 0) AS trial_count,
  coalesce(any_value(sizes.trials), 0) AS cohort_trial_count,
  min(coalesce(counts.trials, 0)) FILTER (WHERE item IS NOT NULL) AS fewest_of_an_item,
  string_agg(title || ': ' || coalesce(counts.trials, 0), ', ' ORDER BY facet, item) AS words
FROM asked
LEFT JOIN questions.listed_item USING (report, claim, test, test_number)
LEFT JOIN counts USING (test_number, measured_cohort, item_number)
LEFT JOIN totals USING (test_number, measured_cohort)
LEFT JOIN sizes USING (measured_cohort)
GROUP BY report, claim, test, cohort
