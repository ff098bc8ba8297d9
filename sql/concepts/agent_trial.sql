-- title: The agents under study in each trial.
-- grain: agent, nct_id
-- definition: Agents of the vocabulary whose name occurs in the experimental arms of a tracked trial. A trial that
--   names only a class ("anti-TIGIT antibody") or a code that the vocabulary lacks has no row.
-- column agent: name in the vocabulary
-- column nct_id: registry id of the trial
-- column quote: words of the record that name the agent; of several the shortest, then the first in the alphabet
SELECT
  evidence.term AS agent,
  evidence.nct_id,
  min_by(evidence.quote, (length(evidence.quote), evidence.quote)) AS quote
FROM raw.evidence AS evidence
JOIN raw.agent_fact AS agent ON agent.agent = evidence.term
JOIN staging.tracked USING (nct_id)
WHERE evidence.axis = 'modality' AND evidence.role = 'experimental'
GROUP BY evidence.term, evidence.nct_id
