-- title: Claims about a number of distinct agents.
-- grain: report, claim, test, cohort
-- definition: Agents, not trials: the vocabulary names behind the labels, in experimental arms of trials with a phase;
--   a fixed combination counts as its part, and words for a whole class ("anti-TIGIT") as none. Trials must meet every
--   other facet of the test, and have started in its days where it names some. The count is a lower bound, because an
--   agent that is not tracked is not counted: enough agents support the claim, too few leave it open. The answer goes
--   by all tracked trials, for an agent in clinical stages is one in every setting.
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
WITH used AS (
  SELECT DISTINCT target.report, target.claim, target.test, agent.counted_as, evidence.nct_id
  FROM raw.claim_target AS target
  JOIN raw.evidence AS evidence ON evidence.axis = target.axis AND evidence.label = target.label
  JOIN raw.agent AS agent ON agent.agent = evidence.term AND agent.label = evidence.label
  JOIN concepts.phase_bucket USING (nct_id)
  JOIN raw.claim_test AS test USING (report, claim, test)
  JOIN questions.test_trial AS about
    ON about.report = target.report AND about.claim = target.claim AND about.test = target.test
      AND about.nct_id = evidence.nct_id
  WHERE test.method = 'agents' AND about.is_in_time AND target.facet = 'peer' AND evidence.role = 'experimental'
    AND phase_bucket NOT IN ('none', 'other', 'not_applicable')
),
anywhere AS (
  SELECT report, claim, test, count(DISTINCT counted_as) AS agents,
    string_agg(DISTINCT counted_as, ', ' ORDER BY counted_as) AS names
  FROM used
  GROUP BY report, claim, test
),
within AS (
  SELECT report, claim, test, cohort, count(DISTINCT counted_as) AS agents, count(DISTINCT nct_id) AS trials
  FROM used
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
