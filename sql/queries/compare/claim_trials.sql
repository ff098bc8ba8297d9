-- title: The trials behind one claim, test by test.
-- definition: Trials of the cohort, or of the one that the claim is about, that meet the conditions of a test; a claim without a test has none.
SELECT test.claim, test.test, test.kind, test.method, about.nct_id, trial.brief_title, sponsor_parent AS sponsor,
  overall_status AS status, phase_bucket AS phase, start_date, ici_setting, url
FROM raw.claim_test AS test
JOIN raw.report AS report USING (report)
JOIN questions.test_trial AS about USING (report, claim, test)
JOIN concepts.cohort AS cohort
  ON cohort.nct_id = about.nct_id AND cohort.cohort = coalesce(test.only_cohort, $cohort, default_cohort)
JOIN marts.trial AS trial ON trial.nct_id = about.nct_id
WHERE test.report = $report AND test.claim = $claim
ORDER BY test.test, about.nct_id
