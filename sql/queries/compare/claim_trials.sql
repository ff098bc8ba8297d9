-- title: The trials behind one claim, test by test.
-- definition: Trials of the cohort, or of the one that the claim is about, that the figures of a test count, with what each
--   counts for: the named items, the compared items, or the agents. Agents are counted over all tracked trials. A claim
--   that no test can be made of has none. compare/claim_tests gives the numbers of its first and last tests.
WITH asked AS (
  SELECT test.*, coalesce(only_cohort, $cohort, default_cohort) AS measured
  FROM raw.claim_test AS test
  JOIN raw.report AS report USING (report)
  WHERE test.report = $report AND test.claim = $claim
),
-- Three of these are views: a filter with constants reaches their statements, one through a join does not.
of_agents AS (
  FROM questions.counted_agent WHERE report = $report AND claim = $claim
),
compared AS (
  FROM questions.compared_trial WHERE test_number BETWEEN $first_compared AND $last_compared AND place > 0
),
about AS (
  FROM questions.test_trial WHERE test_number BETWEEN $first_listed AND $last_listed
),
held AS (
  FROM questions.item_trial WHERE test_number BETWEEN $first_listed AND $last_listed
),
found AS (
  SELECT test, nct_id, agent AS item, agent AS title FROM asked JOIN of_agents USING (report, claim, test)
  UNION ALL
  SELECT test, nct_id, item, title
  FROM asked
  JOIN questions.compared_item AS listed USING (report, claim, test)
  JOIN compared ON compared.comparison = listed.comparison AND compared.place = listed.place
  JOIN questions.trial_figure USING (trial)
  WHERE listed.cohort = coalesce($cohort, (SELECT default_cohort FROM raw.report WHERE report = $report))
  UNION ALL
  SELECT test, nct_id, item, title
  FROM asked
  JOIN questions.listed_item AS listed USING (report, claim, test)
  JOIN held ON held.item_number = listed.item_number
  JOIN about ON about.test_number = held.test_number AND about.trial = held.trial
  JOIN questions.trial_figure AS figure ON figure.trial = held.trial
  JOIN concepts.cohort AS member USING (nct_id)
  WHERE method IN ('presence', 'event', 'absence') AND is_in_time AND member.cohort = measured
),
items AS (
  SELECT test, nct_id, string_agg(DISTINCT item, ', ' ORDER BY item) AS counts_for,
    string_agg(DISTINCT title, ', ' ORDER BY title) AS counts_for_title
  FROM found
  GROUP BY test, nct_id
)
SELECT asked.claim, asked.test, asked.kind, asked.method, items.nct_id, counts_for, counts_for_title, trial.brief_title,
  sponsor_parent, overall_status, phase_bucket, start_date, ici_setting, url
FROM asked
JOIN items USING (test)
JOIN marts.trial AS trial USING (nct_id)
ORDER BY asked.test, items.nct_id
