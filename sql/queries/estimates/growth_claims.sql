-- title: Which started trials, by number, each item of a claim about growth holds; "" holds all that it is compared within.
WITH measured AS (
  SELECT DISTINCT report, claim, test, cohort, comparison, rule
  FROM questions.compared_item
  JOIN raw.claim_test AS listed USING (report, claim, test)
  WHERE listed.measure IN ('growth', 'own_growth') AND listed.method IN ('order', 'bound')
),
started AS (
  SELECT figure.trial, start.trial AS number
  FROM concepts.growth_start AS start
  JOIN questions.trial_figure AS figure USING (nct_id)
),
held AS (
  SELECT comparison, place, list(number ORDER BY number) AS trials
  FROM questions.compared_trial
  SEMI JOIN measured USING (comparison)
  JOIN started USING (trial)
  GROUP BY comparison, place
)
SELECT report, claim, test, cohort, coalesce(item, '') AS item, role, rule, trials
FROM held
JOIN measured USING (comparison)
LEFT JOIN (SELECT place, item, role FROM questions.compared_item) USING (place)
ORDER BY report, claim, test, cohort, item
