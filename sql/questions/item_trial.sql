-- title: The trials that meet each item of each test of a claim.
-- grain: item_number, trial
-- published: as a view
-- definition: All tracked trials of every cohort. An item with several rows is met if the required number of them
--   apply; an item that requires agents counts each agent once, with any labels.
-- column test_number: number of the test (questions.asked_test)
-- column item_number: number of the item (questions.listed_item)
-- column trial: number of the trial (questions.trial_figure)
WITH arms AS (
  SELECT nct_id, count(*) AS arm_count
  FROM staging.arm
  GROUP BY nct_id
),
target AS (
  SELECT test_number, item_number, report, means, axis, label, at_least
  FROM raw.claim_target
  JOIN questions.listed_item USING (report, claim, test, facet, item)
),
-- The two branches below take different items, so that each reads its own part once.
met AS NOT MATERIALIZED (
  SELECT test_number, item_number, at_least, nct_id, target.label AS counted
  FROM target
  JOIN concepts.trial_label USING (axis, label)
  WHERE means = 'label'
  UNION ALL
  SELECT test_number, item_number, at_least, evidence.nct_id, agent.counted_as AS counted
  FROM target
  JOIN raw.evidence AS evidence ON evidence.axis = target.axis AND evidence.label = target.label
  JOIN raw.agent AS agent ON agent.agent = evidence.term AND agent.label = evidence.label
  WHERE means = 'agent' AND evidence.role = 'experimental'
  UNION ALL
  SELECT test_number, item_number, at_least, nct_id, company AS counted
  FROM target
  JOIN raw.sponsor_company ON company = target.label
  SEMI JOIN staging.tracked USING (nct_id)
  WHERE means = 'company' AND target.axis = ''
  UNION ALL
  SELECT test_number, item_number, at_least, nct_id, target.label AS counted
  FROM target
  JOIN concepts.sponsor_parent
    ON sponsor_class = 'INDUSTRY' AND NOT list_contains(string_split(target.label, '|'), sponsor_parent)
  WHERE means = 'lead'
  UNION ALL
  SELECT test_number, item_number, at_least, nct_id, target.label AS counted
  FROM target
  JOIN concepts.phase_bucket ON phase_bucket = target.label
  WHERE means = 'phase'
  UNION ALL
  SELECT test_number, item_number, at_least, nct_id, target.label AS counted
  FROM target
  JOIN staging.study ON overall_status = target.label
  WHERE means = 'status'
  UNION ALL
  SELECT test_number, item_number, at_least, nct_id, target.label AS counted
  FROM target
  JOIN arms ON arm_count >= try_cast(target.label AS INTEGER)
  WHERE means = 'arms'
  UNION ALL
  SELECT test_number, item_number, at_least, nct_id, target.label AS counted
  FROM target
  JOIN questions.claim_word USING (axis, label)
  WHERE means = 'words'
  UNION ALL
  SELECT test_number, item_number, at_least, member.nct_id, target.label AS counted
  FROM target
  JOIN concepts.segment_membership AS member
    ON member.report = target.report AND member.dimension = target.axis AND member.segment = target.label
  WHERE means = 'segment'
)
SELECT DISTINCT test_number, item_number, trial
FROM met
JOIN questions.trial_figure USING (nct_id)
WHERE at_least = 1
UNION ALL
SELECT test_number, item_number, trial
FROM met
JOIN questions.trial_figure USING (nct_id)
WHERE at_least > 1
GROUP BY test_number, item_number, trial
HAVING count(DISTINCT counted) >= max(at_least)
