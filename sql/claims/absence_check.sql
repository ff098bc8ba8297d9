-- title: Claims that most of a group of countries has none.
-- grain: report, claim, test, cohort
-- definition: Counts the countries of the group that have a trial of the cohort which meets every other facet of the test.
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
-- column value_high: null likewise
-- column trial_count: such trials in the group
WITH listed AS (
  SELECT DISTINCT target.report, target.claim, target.test, target.label AS iso2
  FROM raw.claim_target AS target
  JOIN raw.claim_test AS test USING (report, claim, test)
  WHERE test.method = 'absence' AND target.facet = 'peer'
),
sited AS (
  SELECT DISTINCT about.report, about.claim, about.test, member.cohort, site.iso2, site.nct_id
  FROM claims.test_trial AS about
  JOIN staging.site USING (nct_id)
  JOIN concepts.cohort AS member USING (nct_id)
),
counts AS (
  SELECT
    listed.report,
    listed.claim,
    listed.test,
    cohort.cohort,
    count(DISTINCT listed.iso2) AS countries,
    count(DISTINCT sited.iso2) AS with_trial,
    count(DISTINCT sited.nct_id) AS trial_count,
    string_agg(DISTINCT sited.iso2, ', ' ORDER BY sited.iso2) AS names
  FROM listed
  CROSS JOIN raw.cohort
  LEFT JOIN sited
    ON sited.report = listed.report AND sited.claim = listed.claim AND sited.test = listed.test
      AND sited.cohort = cohort.cohort AND sited.iso2 = listed.iso2
  GROUP BY listed.report, listed.claim, listed.test, cohort.cohort
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
