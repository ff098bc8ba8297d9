-- title: Claims that most countries of a group have none.
-- grain: report, claim, test, cohort
-- definition: Counts the countries of the group that have a trial of the measured cohort which meets every other facet of the test.
--   Supported if they are fewer than half, contradicted if more than half. Countries are counted, so that there is
--   nothing to estimate.
-- column report: id of the report
-- column claim: id of the claim
-- column test: number of the test within the claim
-- column cohort: id of the cohort
-- column answer: supported, contradicted or inconclusive
-- column figure: countries with a trial of all in the group, in words
-- column value: share of the group's countries that have a trial
-- column value_low: null, because countries are counted and not estimated
-- column value_high: null for the same reason
-- column trial_count: such trials in the group
WITH country AS (
  SELECT DISTINCT iso2, name
  FROM raw.country
),
listed AS (
  SELECT DISTINCT target.report, target.claim, target.test, test_number, target.label AS iso2
  FROM raw.claim_target AS target
  JOIN questions.asked_test AS test USING (report, claim, test)
  WHERE test.method = 'absence' AND target.facet = 'peer'
),
sited AS (
  SELECT DISTINCT test_number, member.cohort AS measured_cohort, site.iso2, site.nct_id
  FROM questions.test_trial
  SEMI JOIN listed USING (test_number)
  JOIN questions.trial_figure USING (trial)
  JOIN staging.site USING (nct_id)
  JOIN concepts.cohort AS member USING (nct_id)
),
counts AS (
  SELECT
    report,
    claim,
    test,
    cohort,
    count(DISTINCT iso2) AS countries,
    count(DISTINCT iso2) FILTER (WHERE nct_id IS NOT NULL) AS with_trial,
    count(DISTINCT nct_id) AS trial_count,
    string_agg(DISTINCT coalesce(name, iso2), ', ' ORDER BY coalesce(name, iso2)) FILTER (WHERE nct_id IS NOT NULL) AS names
  FROM questions.asked_test
  JOIN listed USING (report, claim, test, test_number)
  LEFT JOIN sited USING (test_number, measured_cohort, iso2)
  LEFT JOIN country USING (iso2)
  GROUP BY report, claim, test, cohort
)
SELECT
  report,
  claim,
  test,
  cohort,
  CASE
    WHEN 2 * with_trial < countries THEN 'supported'
    WHEN 2 * with_trial > countries THEN 'contradicted'
    ELSE 'inconclusive'
  END AS answer,
  with_trial || ' of ' || countries || ' countries have a trial' || coalesce(' (' || names || ')', '') AS figure,
  with_trial / countries AS value,
  NULL::DOUBLE AS value_low,
  NULL::DOUBLE AS value_high,
  trial_count
FROM counts
