-- title: The numbers of the first and the last test of a claim, by which compare/claim_trials finds their trials.
-- definition: Once for tests that count trials of named items, and once for tests that compare items; null where a claim has none.
SELECT
  min(test_number) FILTER (method IN ('presence', 'event', 'absence')) AS first_listed,
  max(test_number) FILTER (method IN ('presence', 'event', 'absence')) AS last_listed,
  min(test_number) FILTER (method IN ('order', 'bound')) AS first_compared,
  max(test_number) FILTER (method IN ('order', 'bound')) AS last_compared
FROM questions.asked_test
WHERE report = $report AND claim = $claim
