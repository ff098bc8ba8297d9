-- title: Claims that a trial was started at a certain time.
-- grain: report, claim, test, cohort
-- definition: Supported if every item that the claim names has a trial of the cohort that started in these days.
--   Contradicted if the days are over, those without an end up to the snapshot, and no tracked trial of any setting
--   started in them or still means to, although trials that meet everything but the days did start: then the searches do
--   reach such trials. Else inconclusive. A trial that was withdrawn or lies ahead has not started.
-- column report: id of the report
-- column claim: id of the claim
-- column test: number of the test within the claim
-- column cohort: id of the cohort
-- column answer: supported, contradicted or inconclusive
-- column figure: trials in these days and at any time, in words
-- column value: trials of the cohort that started in these days
-- column value_low: null, because trials are listed and not estimated
-- column value_high: null likewise
-- column trial_count: trials of the cohort that started in these days
WITH tests AS (
  SELECT report, claim, test, date_from, date_to, cohort.cohort,
    CASE WHEN date_to = '9999-12-31' THEN date_from ELSE date_to END < today.value AS is_over
  FROM raw.claim_test AS test
  CROSS JOIN raw.cohort
  CROSS JOIN raw.snapshot_fact AS today
  WHERE method = 'event' AND today.key = 'as_of'
),
anywhere AS (
  SELECT
    report,
    claim,
    test,
    count(*) FILTER (WHERE is_in_time) AS in_time,
    count(*) FILTER (WHERE has_started) AS at_any_time,
    count(*) FILTER (WHERE is_awaited) AS awaited
  FROM claims.test_trial
  GROUP BY report, claim, test
),
found AS (
  SELECT about.report, about.claim, about.test, member.cohort, about.nct_id
  FROM claims.test_trial AS about
  JOIN concepts.cohort AS member USING (nct_id)
  WHERE is_in_time
),
totals AS (
  SELECT report, claim, test, cohort, count(*) AS trials
  FROM found
  GROUP BY report, claim, test, cohort
),
items AS (
  SELECT DISTINCT report, claim, test, facet, item
  FROM raw.claim_target
),
counts AS (
  SELECT found.report, found.claim, found.test, found.cohort, met.facet, met.item, count(*) AS trials
  FROM found
  JOIN claims.item_trial AS met
    ON met.report = found.report AND met.claim = found.claim AND met.test = found.test AND met.nct_id = found.nct_id
  GROUP BY found.report, found.claim, found.test, found.cohort, met.facet, met.item
),
judged AS (
  SELECT
    tests.report,
    tests.claim,
    tests.test,
    tests.cohort,
    bool_and(coalesce(counts.trials, 0) > 0) AS has_every,
    string_agg(items.item || ' ' || coalesce(counts.trials, 0), ', ' ORDER BY items.facet, items.item) AS words
  FROM tests
  JOIN items USING (report, claim, test)
  LEFT JOIN counts USING (report, claim, test, cohort, facet, item)
  GROUP BY tests.report, tests.claim, tests.test, tests.cohort
)
SELECT
  tests.report,
  tests.claim,
  tests.test,
  tests.cohort,
  CASE
    WHEN has_every THEN 'supported'
    WHEN is_over AND in_time = 0 AND awaited = 0 AND at_any_time > 0 THEN 'contradicted'
    ELSE 'inconclusive'
  END AS answer,
  coalesce(trials, 0) || ' trials started from ' || date_from
    || CASE WHEN date_to = '9999-12-31' THEN ' on' ELSE ' to ' || date_to END || ': ' || words || '; '
    || coalesce(in_time, 0) || ' in these days and ' || coalesce(at_any_time, 0)
    || ' at any time among all tracked trials' AS figure,
  coalesce(trials, 0)::DOUBLE AS value,
  NULL::DOUBLE AS value_low,
  NULL::DOUBLE AS value_high,
  coalesce(trials, 0) AS trial_count
FROM tests
LEFT JOIN judged USING (report, claim, test, cohort)
LEFT JOIN totals USING (report, claim, test, cohort)
LEFT JOIN anywhere USING (report, claim, test)
