-- title: Claims that something exists.
-- grain: report, claim, test, cohort
-- definition: Each item that the claim names must have as many trials as it requires, among the trials that meet all
--   other facets; "multiple" requires two. A test without trials is inconclusive, not contradicted, because one
--   registry and selective searches cannot prove absence. An approval that no record shows is not testable.
-- column report: id of the report
-- column claim: id of the claim
-- column test: number of the test within the claim
-- column cohort: id of the cohort
-- column answer: supported, inconclusive or not_testable
-- column figure: trials of each item, in words
-- column value: share of the cohort's trials; null where nothing is judged
-- column value_low: lower end of its 95 % Wilson interval
-- column value_high: upper end of it
-- column trial_count: trials that meet all facets
SELECT
  report,
  claim,
  test,
  cohort,
  CASE
    WHEN is_every_needed AND fewest_of_an_item >= needed THEN 'supported'
    WHEN NOT is_every_needed AND counted.trial_count >= needed THEN 'supported'
    WHEN kind = 'regulatory' THEN 'not_testable'
    ELSE 'inconclusive'
  END AS answer,
  counted.trial_count || ' of ' || cohort_trial_count || ' trials (' || words || ')'
    || CASE WHEN counted.trial_count = 0 AND reach.trial_count > 0
      THEN '; ' || reach.trial_count || ' among all tracked trials, ' || excluding_trial_count
        || ' of them exclude patients who had a checkpoint inhibitor' ELSE '' END
    || elsewhere AS figure,
  CASE WHEN answer <> 'not_testable' THEN counted.trial_count / nullif(cohort_trial_count, 0) END AS value,
  CASE WHEN answer <> 'not_testable' THEN wilson_low(counted.trial_count, cohort_trial_count) END AS value_low,
  CASE WHEN answer <> 'not_testable' THEN wilson_high(counted.trial_count, cohort_trial_count) END AS value_high,
  counted.trial_count
FROM questions.asked_test
JOIN claims.test_count AS counted USING (report, claim, test, cohort)
LEFT JOIN claims.test_reach AS reach USING (report, claim, test)
WHERE method = 'presence'
