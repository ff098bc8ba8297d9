-- title: The trials that meet each item of each test of a claim.
-- grain: report, claim, test, facet, item, nct_id
-- definition: All tracked trials of every cohort. An item with several rows is met if the required number of them
--   apply; an item that requires agents counts each agent once, with any labels.
-- column report: id of the report
-- column claim: id of the claim
-- column test: number of the test within the claim
-- column facet: group of alternatives, or peer
-- column role: filter, or for peers named, after or other
-- column item: the item of the claim
-- column nct_id: registry id of the trial
WITH asked AS (
  SELECT DISTINCT means, axis, label
  FROM raw.claim_target
),
arms AS (
  SELECT nct_id, count(*) AS arm_count
  FROM staging.arm
  GROUP BY nct_id
),
met AS (
  SELECT means, axis, asked.label, nct_id, asked.label AS counted
  FROM asked
  JOIN concepts.trial_label USING (axis, label)
  WHERE means = 'label'
  UNION ALL
  SELECT DISTINCT means, asked.axis, asked.label, evidence.nct_id, agent.counted_as AS counted
  FROM asked
  JOIN raw.evidence AS evidence ON evidence.axis = asked.axis AND evidence.label = asked.label
  JOIN raw.agent AS agent ON agent.agent = evidence.term AND agent.label = evidence.label
  WHERE means = 'agent' AND evidence.role = 'experimental'
  UNION ALL
  SELECT DISTINCT means, '' AS axis, company AS label, nct_id, company AS counted
  FROM raw.sponsor_company
  JOIN staging.tracked USING (nct_id)
  JOIN asked ON asked.label = company
  WHERE means = 'company'
  UNION ALL
  SELECT means, axis, label, nct_id, label AS counted
  FROM asked
  JOIN concepts.sponsor_parent
    ON sponsor_class = 'INDUSTRY' AND NOT list_contains(string_split(label, '|'), sponsor_parent)
  WHERE means = 'lead'
  UNION ALL
  SELECT means, axis, label, nct_id, label AS counted
  FROM asked
  JOIN concepts.phase_bucket ON phase_bucket = label
  WHERE means = 'phase'
  UNION ALL
  SELECT means, axis, label, nct_id, label AS counted
  FROM asked
  JOIN staging.study ON overall_status = label
  WHERE means = 'status'
  UNION ALL
  SELECT means, axis, label, nct_id, label AS counted
  FROM asked
  JOIN arms ON arm_count >= label::INTEGER
  WHERE means = 'arms'
  UNION ALL
  SELECT means, axis, label, nct_id, label AS counted
  FROM asked
  JOIN questions.claim_word USING (axis, label)
  WHERE means = 'words'
),
found AS (
  SELECT target.*, met.nct_id, met.counted
  FROM raw.claim_target AS target
  JOIN met USING (means, axis, label)
  UNION ALL
  SELECT target.*, member.nct_id, target.label AS counted
  FROM raw.claim_target AS target
  JOIN concepts.segment_membership AS member
    ON member.report = target.report AND member.dimension = target.axis AND member.segment = target.label
  WHERE means = 'segment'
)
SELECT report, claim, test, facet, role, item, nct_id
FROM found
GROUP BY report, claim, test, facet, role, item, nct_id
HAVING count(DISTINCT counted) >= max(at_least)
