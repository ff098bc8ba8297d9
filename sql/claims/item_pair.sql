-- title: The probability that one compared item holds more trials than another.
-- grain: report, claim, test, cohort, item, other
-- definition: Tests of order by trials, or by trials that started in the last three complete years. Trials in both
--   items do not show which holds more, so only the others count. The probability is that of more than one half in the
--   distribution of the part of them that lies in the one item, uniform before they are seen; with neither it is one
--   half.
-- column report: id of the report
-- column claim: id of the claim
-- column test: number of the test within the claim
-- column cohort: id of the cohort
-- column item: id of the one item
-- column other: id of the other item
-- column role: named, after or other: the part of the one item in the claim
-- column other_role: the part of the other item
-- column only_item_count: trials in the one and not in the other
-- column only_other_count: trials in the other and not in the one
-- column probability_ahead: probability that the one holds more
WITH counted AS (
  SELECT report, claim, test, cohort, item, nct_id
  FROM questions.compared_trial
  JOIN questions.compared_item USING (report, claim, test, cohort, item)
  WHERE measure = 'share' OR (measure = 'recent_share' AND is_recent)
),
total AS (
  SELECT listed.report, listed.claim, listed.test, listed.cohort, listed.item, role, count(nct_id) AS trials
  FROM questions.compared_item AS listed
  JOIN raw.claim_test AS test USING (report, claim, test)
  LEFT JOIN counted USING (report, claim, test, cohort, item)
  WHERE test.method = 'order' AND test.measure IN ('share', 'recent_share')
  GROUP BY listed.report, listed.claim, listed.test, listed.cohort, listed.item, role
),
shared AS (
  SELECT one.report, one.claim, one.test, one.cohort, one.item, rival.item AS other, count(*) AS trials
  FROM counted AS one
  JOIN counted AS rival USING (report, claim, test, cohort, nct_id)
  WHERE one.item <> rival.item
  GROUP BY one.report, one.claim, one.test, one.cohort, one.item, rival.item
)
SELECT
  one.report, one.claim, one.test, one.cohort, one.item, rival.item AS other,
  one.role, rival.role AS other_role,
  one.trials - coalesce(shared.trials, 0) AS only_item_count,
  rival.trials - coalesce(shared.trials, 0) AS only_other_count,
  half_tail(only_item_count, only_item_count + only_other_count + 1) AS probability_ahead
FROM total AS one
JOIN total AS rival USING (report, claim, test, cohort)
LEFT JOIN shared
  ON shared.report = one.report AND shared.claim = one.claim AND shared.test = one.test AND shared.cohort = one.cohort
    AND shared.item = one.item AND shared.other = rival.item
WHERE one.item <> rival.item
