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
WITH listed AS (
  SELECT listed.report, listed.claim, listed.test, listed.cohort, item, role, test.measure = 'recent_share' AS of_recent,
    comparison, listed.place
  FROM questions.compared_item AS listed
  JOIN raw.claim_test AS test USING (report, claim, test)
  WHERE test.method = 'order' AND test.measure IN ('share', 'recent_share')
),
counted AS (
  SELECT comparison, place, trial
  FROM questions.compared_trial
  JOIN listed USING (comparison, place)
  JOIN questions.trial_figure USING (trial)
  WHERE is_recent OR NOT of_recent
),
total AS (
  SELECT listed.*, count(trial) AS trials
  FROM listed
  LEFT JOIN counted USING (comparison, place)
  GROUP BY ALL
),
both_of AS (
  SELECT one.place AS first, rival.place AS second, count(*) AS trials
  FROM counted AS one
  JOIN counted AS rival USING (comparison, trial)
  WHERE one.place < rival.place
  GROUP BY one.place, rival.place
),
pair AS (
  SELECT
    one.report, one.claim, one.test, one.cohort, one.item, rival.item AS other,
    one.role, rival.role AS other_role,
    one.trials - coalesce(both_of.trials, 0) AS only_item_count,
    rival.trials - coalesce(both_of.trials, 0) AS only_other_count
  FROM total AS one
  JOIN total AS rival USING (comparison)
  LEFT JOIN both_of
    ON both_of.first = least(one.place, rival.place) AND both_of.second = greatest(one.place, rival.place)
  WHERE one.place <> rival.place
),
chance AS (
  -- The same counts return in several cohorts and tests, and each probability is a sum of many terms.
  SELECT *, half_tail(only_item_count, only_item_count + only_other_count + 1) AS probability_ahead
  FROM (SELECT DISTINCT only_item_count, only_other_count FROM pair)
)
SELECT pair.*, probability_ahead
FROM pair
JOIN chance USING (only_item_count, only_other_count)
