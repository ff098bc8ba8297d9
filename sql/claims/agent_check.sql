-- title: Claims about a number of distinct agents.
-- grain: report, claim, test, cohort
-- definition: Agents, not trials (questions.counted_agent). The count is a lower bound, because an agent that is not
--   tracked is not counted: enough agents support the claim, too few leave it open. The answer goes by all tracked
--   trials, for an agent in clinical stages is one in every setting.
-- column report: id of the report
-- column claim: id of the claim
-- column test: number of the test within the claim
-- column cohort: id of the cohort
-- column answer: supported or inconclusive
-- column figure: agents in the cohort and among all tracked trials, with their names, in words
-- column value: distinct agents among all tracked trials
-- column value_low: the same, as a lower bound
-- column value_high: null, because there may be more
-- column trial_count: trials of the cohort with such an agent
WITH anywhere AS (
  SELECT report, claim, test, count(DISTINCT agent) AS agents,
    string_agg(DISTINCT agent, ', ' ORDER BY agent) AS names
  FROM questions.counted_agent
  GROUP BY report, claim, test
),
within AS (
  SELECT report, claim, test, cohort, count(DISTINCT agent) AS agents, count(DISTINCT nct_id) AS trials
  FROM questions.counted_agent
  JOIN concepts.cohort USING (nct_id)
  GROUP BY report, claim, test, cohort
)
SELECT
  report,
  claim,
  test,
  cohort,
  CASE WHEN coalesce(anywhere.agents, 0) >= needed THEN 'supported' ELSE 'inconclusive' END AS answer,
  coalesce(anywhere.agents, 0) || ' distinct agents among all tracked trials, ' || coalesce(within.agents, 0)
    || ' in the cohort; asked are at least ' || needed || coalesce(': ' || names, '') AS figure,
  coalesce(anywhere.agents, 0)::DOUBLE AS value,
  coalesce(anywhere.agents, 0)::DOUBLE AS value_low,
  NULL::DOUBLE AS value_high,
  coalesce(within.trials, 0) AS trial_count
FROM questions.asked_test
LEFT JOIN anywhere USING (report, claim, test)
LEFT JOIN within USING (report, claim, test, cohort)
WHERE method = 'agents'
