-- title: The result of every test of every claim.
-- grain: report, claim, test, cohort
-- definition: One row for each test and cohort, including those that a registry of trials cannot answer. Examples are
--   the trials that a test found, the newest first.
-- column report: id of the report
-- column claim: id of the claim
-- column test: number of the test within the claim
-- column cohort: id of the cohort
-- column kind: kind of statement
-- column predicate: SQL file that answers it; null if none can
-- column answer: supported, contradicted, not_in_line, inconclusive or not_testable; not_in_line where a claim about a
--   market is compared with trials and they disagree
-- column figure: the figures with their intervals, in words; null where nothing is counted
-- column value: the first figure
-- column value_low: lower end of its interval
-- column value_high: upper end of its interval
-- column trial_count: trials behind it
-- column example_trials: up to ten of these trials
-- column note: what the test leaves out or how it reads the claim; why there is no test; why the answer is not
--   supported
WITH failed AS (
  -- Cohorts of patients in whom a checkpoint inhibitor failed.
  SELECT DISTINCT cohort
  FROM raw.cohort_rule
  WHERE axis = 'ici_setting' AND label = 'required' AND NOT is_excluded
),
answered AS (
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
  UNION ALL BY NAME
  SELECT *, 'claims/partition_check.sql' AS predicate FROM claims.partition_check
),
dated AS (
  SELECT asked.report, asked.claim, asked.test, asked.cohort, figure.nct_id, study.start_date
  FROM questions.test_trial
  JOIN questions.asked_test AS asked USING (test_number)
  JOIN questions.trial_figure AS figure USING (trial)
  JOIN concepts.cohort AS member ON member.nct_id = figure.nct_id AND member.cohort = asked.measured_cohort
  JOIN staging.study AS study ON study.nct_id = figure.nct_id
  WHERE is_in_time AND asked.method IN ('presence', 'event')
),
worded AS (
  SELECT
    test.report,
    test.claim,
    test.test,
    answered.cohort,
    CASE WHEN answer = 'contradicted' AND kind IN ('share', 'rank', 'order', 'growth_rank', 'trend')
      THEN 'not_in_line' ELSE answer END AS answer,
    CASE
      WHEN answer IN ('supported', 'not_testable') OR is_only_shown THEN NULL
      WHEN answer = 'contradicted' THEN CASE method
        WHEN 'event' THEN 'No such trial started in these days, while others of the kind did at other times.'
        WHEN 'absence' THEN 'More than half of the countries have such a trial.'
        ELSE 'The trials point the other way with 95 % confidence.' END
      ELSE CASE method
        WHEN 'presence' THEN 'Too few such trials are found; that does not show that there are none.' || CASE
          WHEN answered.trial_count = 0 AND excluding_trial_count > 0 AND failed.cohort IS NOT NULL
            THEN ' Such trials that exclude patients who had a checkpoint inhibitor: ' || excluding_words || '.'
          ELSE '' END
        WHEN 'event' THEN 'Not everything named has a trial that started in these days; that does not show that none did.'
        WHEN 'agents' THEN 'Fewer agents are tracked than the claim asks for; one that is not tracked is not counted.'
        WHEN 'absence' THEN 'Exactly half of the countries have such a trial.'
        ELSE CASE
          WHEN open_reason IS NOT NULL THEN open_reason
          WHEN value_low IS NULL THEN 'There is nothing to measure.'
          WHEN is_upper_bound AND value_low >= low AND value_high <= high
            THEN 'The figure can only be too large, so that it cannot support the claim.'
          ELSE 'The trials do not settle it with 95 % confidence.' END
        END
    END AS reason,
    CASE WHEN kind IN ('share', 'rank', 'order', 'growth_rank', 'trend') AND answer = 'contradicted'
      THEN 'Trials are compared, not revenue.' END AS compared,
    CASE WHEN measure IN ('growth', 'own_growth') AND method IN ('order', 'bound')
      THEN 'Past starts of trials stand in for growth; late registrations may still add to the last years.'
    END AS stand_in
  FROM raw.claim_test AS test
  JOIN answered USING (report, claim, test)
  LEFT JOIN claims.test_reach USING (report, claim, test)
  LEFT JOIN failed ON failed.cohort = coalesce(only_cohort, answered.cohort)
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
  coalesce(worded.answer, CASE WHEN method = 'none' THEN 'not_testable' ELSE 'inconclusive' END) AS answer,
  figure,
  value,
  value_low,
  value_high,
  coalesce(trial_count, 0) AS trial_count,
  coalesce(example_trials, []) AS example_trials,
  nullif(concat_ws(' ', 'Measured over the cohort ''' || measured.title || '''.', nullif(coalesce(why_not, unmeasured), ''), reason, compared, stand_in), '') AS note
FROM raw.claim_test AS test
CROSS JOIN raw.cohort
LEFT JOIN raw.cohort AS measured ON measured.cohort = only_cohort AND method <> 'none'
LEFT JOIN answered
  ON answered.report = test.report AND answered.claim = test.claim AND answered.test = test.test
    AND answered.cohort = cohort.cohort
LEFT JOIN worded
  ON worded.report = test.report AND worded.claim = test.claim AND worded.test = test.test
    AND worded.cohort = cohort.cohort
LEFT JOIN examples
  ON examples.report = test.report AND examples.claim = test.claim AND examples.test = test.test
    AND examples.cohort = cohort.cohort
