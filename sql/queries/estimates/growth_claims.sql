-- title: Which started trials, by number, each item of a claim about growth holds; "" holds all that it is compared within.
SELECT report, claim, test, cohort, item, role, rule, list(trial ORDER BY trial) AS trials
FROM questions.compared_trial
LEFT JOIN questions.compared_item USING (report, claim, test, cohort, item)
JOIN raw.claim_test AS listed USING (report, claim, test)
JOIN concepts.growth_start USING (nct_id)
WHERE listed.measure IN ('growth', 'own_growth') AND listed.method IN ('order', 'bound')
GROUP BY ALL
ORDER BY report, claim, test, cohort, item
