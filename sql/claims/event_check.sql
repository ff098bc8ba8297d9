-- title: Claims that a trial was started at a certain time.
-- grain: report, claim, test, cohort
-- definition: Supported if every item that the claim names has a trial of the cohort that started in these days.
--   Contradicted if the days are over, those without an end up to the snapshot, and no tracked trial of any setting
--   started in them or still plans to, although trials that meet all other facets did start, so that the searches find
--   such trials. Else inconclusive. A trial that was withdrawn or lies ahead has not started.
-- column report: id of the report
-- column claim: id of the claim
-- column test: number of the test within the claim
-- column cohort: id of the cohort
-- column answer: supported, contradicted or inconclusive
-- column figure: trials in these days and at any time, in words
-- column value: trials of the cohort that started in these days
-- column value_low: null, because trials are listed and not estimated
-- column value_high: null for the same reason
-- column trial_count: trials of the cohort that started in these days
SELECT
  report,
  claim,
  test,
  cohort,
  CASE
    WHEN fewest_of_an_item > 0 THEN 'supported'
    WHEN CASE WHEN date_to = '9999-12-31' THEN date_from ELSE date_to END < today.value
      AND in_time_count = 0 AND awaited_count = 0 AND started_count > 0 THEN 'contradicted'
    ELSE 'inconclusive'
  END AS answer,
  counted.trial_count || CASE counted.trial_count WHEN 1 THEN ' trial' ELSE ' trials' END || ' started from ' || date_from
    || CASE WHEN date_to = '9999-12-31' THEN ' on' ELSE ' to ' || date_to END || ' (' || words || '); '
    || coalesce(in_time_count, 0) || ' in these days and ' || coalesce(started_count, 0)
    || ' at any time among all tracked trials'
    || elsewhere AS figure,
  counted.trial_count::DOUBLE AS value,
  NULL::DOUBLE AS value_low,
  NULL::DOUBLE AS value_high,
  counted.trial_count
FROM questions.asked_test
JOIN claims.test_count AS counted USING (report, claim, test, cohort)
LEFT JOIN claims.test_reach AS reach USING (report, claim, test)
CROSS JOIN raw.snapshot_fact AS today
WHERE method = 'event' AND today.key = 'as_of'
