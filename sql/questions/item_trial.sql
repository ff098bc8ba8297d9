-- title: The trials that meet each item of each test of a claim.
-- grain: report, claim, test, facet, item, nct_id
-- published: as a view
-- definition: All tracked trials of every cohort. An item with several rows is met if the required number of them
--   apply; an item that requires agents counts each agent once, with any labels.
-- column report: id of the report
-- column claim: id of the claim
-- column test: number of the test within the claim
-- column facet: group of alternatives, or peer
-- column role: filter, or for peers named, after or other
-- column item: the item of the claim
-- column nct_id: registry id of the trial
WITH arms AS (
  SELECT nct_id, count(*) AS arm_count
  FROM staging.arm
  GROUP BY nct_id
),
met AS (
  SELECT target.*, nct_id, target.label AS counted
  FROM raw.claim_target AS target
  JOIN concepts.trial_label USING (axis, label)
  WHERE means = 'label'
  UNION ALL
  SELECT target.*, evidence.nct_id, agent.counted_as AS counted
  FROM raw.claim_target AS target
  JOIN raw.evidence AS evidence ON evidence.axis = target.axis AND evidence.label = target.label
  JOIN raw.agent AS agent ON agent.agent = evidence.term AND agent.label = evidence.label
  WHERE means = 'agent' AND evidence.role = 'experimental'
  UNION ALL
  SELECT target.*, nct_id, company AS counted
  FROM raw.claim_target AS target
  JOIN raw.sponsor_company ON company = target.label
  SEMI JOIN staging.tracked USING (nct_id)
  WHERE means = 'company' AND target.axis = ''
  UNION ALL
  SELECT target.*, nct_id, target.label AS counted
  FROM raw.claim_target AS target
  JOIN concepts.sponsor_parent
    ON sponsor_class = 'INDUSTRY' AND NOT list_contains(string_split(target.label, '|'), sponsor_parent)
  WHERE means = 'lead'
  UNION ALL
  SELECT target.*, nct_id, target.label AS counted
  FROM raw.claim_target AS target
  JOIN concepts.phase_bucket ON phase_bucket = target.label
  WHERE means = 'phase'
  UNION ALL
  SELECT target.*, nct_id, target.label AS counted
  FROM raw.claim_target AS target
  JOIN staging.study ON overall_status = target.label
  WHERE means = 'status'
  UNION ALL
  SELECT target.*, nct_id, target.label AS counted
  FROM raw.claim_target AS target
  JOIN arms ON arm_count >= try_cast(target.label AS INTEGER)
  WHERE means = 'arms'
  UNION ALL
  SELECT target.*, nct_id, target.label AS counted
  FROM raw.claim_target AS target
  JOIN questions.claim_word USING (axis, label)
  WHERE means = 'words'
  UNION ALL
  SELECT target.*, member.nct_id, target.label AS counted
  FROM raw.claim_target AS target
  JOIN concepts.segment_membership AS member
    ON member.report = target.report AND member.dimension = target.axis AND member.segment = target.label
  WHERE means = 'segment'
)
SELECT DISTINCT report, claim, test, facet, role, item, nct_id
FROM met
WHERE at_least = 1
UNION ALL
SELECT report, claim, test, facet, role, item, nct_id
FROM met
WHERE at_least > 1
GROUP BY report, claim, test, facet, role, item, nct_id
HAVING count(DISTINCT counted) >= max(at_least)
