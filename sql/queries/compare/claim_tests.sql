-- title: The numbers of the first and the last test of a claim, by which compare/claim_trials finds their trials.
SELECT min(test_number), max(test_number)
FROM questions.asked_test
WHERE report = $report AND claim = $claim
