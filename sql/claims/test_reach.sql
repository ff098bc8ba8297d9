-- title: The trials that a test finds among all tracked trials of every cohort.
-- grain: report, claim, test
-- definition: Trials meet every facet of the test. They show whether the searches find such trials at all, and why a
--   cohort excludes them. A test that finds none has no row.
-- column report: id of the report
-- column claim: id of the claim
-- column test: number of the test within the claim
-- column trial_count: such trials
-- column excluding_trial_count: those that exclude patients who had a checkpoint inhibitor
-- column excluding_words: their number and the ids of the first three
-- column in_time_count: those that started in the days that the claim names
-- column started_count: those that have started at any time
-- column awaited_count: those that plan to start in these days
WITH excluding AS (
  SELECT nct_id, true AS is_excluding
  FROM concepts.trial_label
  WHERE axis = 'ici_setting' AND label = 'excluded'
)
SELECT
  report,
  claim,
  test,
  count(*) AS trial_count,
  count(*) FILTER (WHERE is_excluding) AS excluding_trial_count,
  excluding_trial_count || ' (' || concat_ws(', ',
    array_to_string((list(nct_id ORDER BY nct_id) FILTER (WHERE is_excluding))[:3], ', '),
    CASE WHEN excluding_trial_count > 3 THEN 'and others' END) || ')' AS excluding_words,
  count(*) FILTER (WHERE is_in_time) AS in_time_count,
  count(*) FILTER (WHERE has_started) AS started_count,
  count(*) FILTER (WHERE is_awaited) AS awaited_count
FROM questions.test_trial
JOIN (SELECT DISTINCT report, claim, test, test_number FROM questions.asked_test) USING (test_number)
JOIN questions.trial_figure USING (trial)
LEFT JOIN excluding USING (nct_id)
GROUP BY report, claim, test
