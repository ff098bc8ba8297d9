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
  SELECT report, claim, test, cohort, measured_cohort
  FROM questions.asked_test
  WHERE method IN ('presence', 'event')
),
found AS (
  SELECT report, claim, test, asked.cohort, nct_id
  FROM questions.test_trial
  JOIN asked USING (report, claim, test)
  JOIN concepts.cohort AS member USING (nct_id)
  WHERE is_in_time AND member.cohort = measured_cohort
),
totals AS (
  SELECT report, claim, test, cohort, count(*) AS trials
  FROM found
  GROUP BY report, claim, test, cohort
),
sizes AS (
  SELECT cohort AS measured_cohort, count(*) AS trials
  FROM concepts.cohort
  GROUP BY cohort
),
items AS (
  SELECT DISTINCT report, claim, test, facet, item, title
  FROM raw.claim_target
),
counts AS (
  SELECT report, claim, test, cohort, facet, item, count(*) AS trials
  FROM found
  JOIN questions.item_trial USING (report, claim, test, nct_id)
  GROUP BY report, claim, test, cohort, facet, item
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
LEFT JOIN items USING (report, claim, test)
LEFT JOIN counts USING (report, claim, test, cohort, facet, item)
LEFT JOIN totals USING (report, claim, test, cohort)
LEFT JOIN sizes USING (measured_cohort)
GROUP BY report, claim, test, cohort
