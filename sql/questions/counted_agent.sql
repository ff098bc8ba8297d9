-- title: The agents that a claim about a number of agents counts, with their trials.
-- grain: report, claim, test, agent, nct_id
-- definition: The vocabulary names behind the labels, in experimental arms of trials with a phase; a fixed combination
--   counts as its part, and words for a whole class ("anti-TIGIT") as none. Trials meet every other facet of the test
--   and started in its days where it names some.
-- column report: id of the report
-- column claim: id of the claim
-- column test: number of the test within the claim
-- column agent: name that the agent counts under
-- column nct_id: registry id of the trial
SELECT DISTINCT target.report, target.claim, target.test, agent.counted_as AS agent, evidence.nct_id
FROM raw.claim_target AS target
JOIN raw.evidence AS evidence ON evidence.axis = target.axis AND evidence.label = target.label
JOIN raw.agent AS agent ON agent.agent = evidence.term AND agent.label = evidence.label
JOIN concepts.phase_bucket USING (nct_id)
JOIN raw.claim_test AS test USING (report, claim, test)
JOIN (SELECT DISTINCT report, claim, test, test_number FROM questions.asked_test) AS asked USING (report, claim, test)
JOIN questions.trial_figure AS figure USING (nct_id)
JOIN questions.test_trial AS about ON about.test_number = asked.test_number AND about.trial = figure.trial
WHERE test.method = 'agents' AND about.is_in_time AND target.facet = 'peer' AND evidence.role = 'experimental'
  AND phase_bucket NOT IN ('none', 'other', 'not_applicable')
