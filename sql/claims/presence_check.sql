-- title: Claims that something is there.
-- grain: report, claim, test, cohort
-- definition: Each item that the claim names must have as many trials as it asks for, among the trials that meet all other
--   facets; "multiple" asks for two. Nothing found is inconclusive, not contradicted: one registry, and searches that
--   choose from it, cannot show that something is nowhere.
-- column report: id of the report
-- column claim: id of the claim
-- column test: number of the test within the claim
-- column cohort: id of the cohort
-- column answer: supported or inconclusive
-- column figure: trials of each item, in words
-- column value: share of the cohort's trials
-- column value_low: lower end of its 95 % Wilson interval
-- column value_high: upper end of it
-- column trial_count: trials that meet all facets
WITH tests AS (
  SELECT report, claim, test, needed, is_every_needed, cohort.cohort
  FROM raw.claim_test AS test
  CROSS JOIN raw.cohort
  WHERE method = 'presence'
),
sizes AS (
  SELECT cohort, count(*) AS cohort_total
  FROM concepts.cohort
  GROUP BY cohort
),
found AS (
  SELECT about.report, about.claim, about.test, member.cohort, about.nct_id
  FROM claims.test_trial AS about
  JOIN concepts.cohort AS member USING (nct_id)
),
totals AS (
  SELECT report, claim, test, cohort, count(*) AS trials
  FROM found
  GROUP BY report, claim, test, cohort
),
kept_out AS (
  SELECT nct_id
  FROM concepts.trial_label
  WHERE axis = 'ici_setting' AND label = 'excluded'
),
wider AS (
  SELECT report, claim, test, count(*) AS trials_anywhere, count(kept_out.nct_id) AS trials_without
  FROM claims.test_trial
  LEFT JOIN kept_out USING (nct_id)
  GROUP BY report, claim, test
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
    bool_and(coalesce(counts.trials, 0) >= needed) AS has_every,
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
    WHEN is_every_needed AND has_every THEN 'supported'
    WHEN NOT is_every_needed AND coalesce(trials, 0) >= needed THEN 'supported'
    ELSE 'inconclusive'
  END AS answer,
  coalesce(trials, 0) || ' of ' || coalesce(cohort_total, 0) || ' trials: ' || words
    || CASE WHEN coalesce(trials, 0) = 0 AND coalesce(trials_anywhere, 0) > 0
      THEN '; ' || trials_anywhere || ' among all tracked trials, ' || trials_without
        || ' of them exclude patients who had a checkpoint inhibitor' ELSE '' END AS figure,
  coalesce(trials, 0) / nullif(cohort_total, 0) AS value,
  wilson_low(coalesce(trials, 0), cohort_total) AS value_low,
  wilson_high(coalesce(trials, 0), cohort_total) AS value_high,
  coalesce(trials, 0) AS trial_count
FROM tests
LEFT JOIN judged USING (report, claim, test, cohort)
LEFT JOIN totals USING (report, claim, test, cohort)
LEFT JOIN wider USING (report, claim, test)
LEFT JOIN sizes USING (cohort)
