-- title: The figures that tests of shares, orders and growth compare.
-- grain: report, claim, test, cohort, item
-- definition: Each item that is compared, over the trials of the cohort that the test is about. Where a test compares
--   nothing, its own trials are the item, named after what they must show, against the whole cohort. Shares have Wilson intervals at 95 % that count
--   trials; growth is starts in the last three complete years over those in the three before, with the interval of two
--   Poisson counts given their sum.
-- column report: id of the report
-- column claim: id of the claim
-- column test: number of the test within the claim
-- column cohort: id of the cohort that is asked for
-- column item: what is measured
-- column role: named, after or other
-- column measured_cohort: cohort that is measured, where only one makes sense
-- column trial_count: trials of the item
-- column trial_total: trials that shares are taken of
-- column value: share between 0 and 1, or growth ratio; null where nothing can be divided
-- column value_low: lower end of its interval; null where there is none
-- column value_high: upper end of its interval; null where it has no bound
-- column total_growth: growth ratio of all trials that the item is compared with
WITH clock AS (
  SELECT year(value::DATE)::INTEGER - 1 AS last_year
  FROM raw.snapshot_fact
  WHERE key = 'as_of'
),
facts AS (
  SELECT
    nct_id,
    coalesce(has_started AND is_recent_start(start_year, last_year), false) AS is_recent,
    coalesce(has_started AND is_earlier_start(start_year, last_year), false) AS is_earlier,
    coalesce(planned_patient_count, 0) AS patients
  FROM staging.tracked
  CROSS JOIN clock
  LEFT JOIN concepts.start_year USING (nct_id)
  LEFT JOIN concepts.enrolment USING (nct_id)
),
subject AS (
  SELECT
    report,
    claim,
    test,
    bool_or(facet = 'peer') AS has_peers,
    string_agg(DISTINCT item, ' + ' ORDER BY item) AS words
  FROM raw.claim_target
  GROUP BY report, claim, test
),
tests AS (
  SELECT
    test.report,
    test.claim,
    test.test,
    test.measure,
    cohort.cohort,
    coalesce(test.only_cohort, cohort.cohort) AS measured_cohort,
    coalesce(subject.has_peers, false) AS has_peers,
    coalesce(subject.words, 'all') AS words
  FROM raw.claim_test AS test
  CROSS JOIN raw.cohort
  LEFT JOIN subject USING (report, claim, test)
  WHERE method IN ('order', 'bound')
),
whole AS (
  SELECT tests.*, member.nct_id, about.nct_id IS NOT NULL AS is_about
  FROM tests
  JOIN concepts.cohort AS member ON member.cohort = tests.measured_cohort
  LEFT JOIN claims.test_trial AS about
    ON about.report = tests.report AND about.claim = tests.claim AND about.test = tests.test
      AND about.nct_id = member.nct_id
  WHERE about.nct_id IS NOT NULL OR NOT has_peers
),
totals AS (
  SELECT
    report,
    claim,
    test,
    cohort,
    count(*) AS trial_total,
    count(*) FILTER (WHERE is_recent) AS recent_total,
    count(*) FILTER (WHERE is_earlier) AS earlier_total,
    sum(patients) AS patient_total
  FROM whole
  JOIN facts USING (nct_id)
  GROUP BY report, claim, test, cohort
),
items AS (
  SELECT DISTINCT tests.*, target.item, target.role
  FROM tests
  JOIN raw.claim_target AS target USING (report, claim, test)
  WHERE target.facet = 'peer'
  UNION ALL
  SELECT *, words AS item, 'named' AS role
  FROM tests
  WHERE NOT has_peers
),
member AS (
  SELECT whole.report, whole.claim, whole.test, whole.cohort, found.item, whole.nct_id
  FROM whole
  JOIN claims.item_trial AS found
    ON found.report = whole.report AND found.claim = whole.claim AND found.test = whole.test
      AND found.nct_id = whole.nct_id AND found.facet = 'peer'
  WHERE has_peers
  UNION ALL
  SELECT report, claim, test, cohort, words AS item, nct_id
  FROM whole
  WHERE is_about AND NOT has_peers
),
counts AS (
  SELECT
    report,
    claim,
    test,
    cohort,
    item,
    count(*) AS trials,
    count(*) FILTER (WHERE is_recent) AS recent,
    count(*) FILTER (WHERE is_earlier) AS earlier,
    sum(patients) AS patients
  FROM member
  JOIN facts USING (nct_id)
  GROUP BY report, claim, test, cohort, item
),
measured AS (
  SELECT
    items.*,
    coalesce(trials, 0) AS trial_count,
    coalesce(trial_total, 0) AS trial_total,
    CASE measure
      WHEN 'share' THEN coalesce(trials, 0) / nullif(trial_total, 0)
      WHEN 'recent_share' THEN coalesce(recent, 0) / nullif(recent_total, 0)
      WHEN 'patient_share' THEN coalesce(patients, 0)::DOUBLE / nullif(patient_total, 0)
      ELSE coalesce(recent, 0) / nullif(coalesce(recent, 0) + coalesce(earlier, 0), 0)
    END AS part,
    CASE measure
      WHEN 'share' THEN trial_total
      WHEN 'recent_share' THEN recent_total
      WHEN 'patient_share' THEN trial_total
      ELSE coalesce(recent, 0) + coalesce(earlier, 0)
    END AS counted,
    coalesce(recent_total, 0) / nullif(earlier_total, 0) AS total_growth,
    starts_with(measure, 'growth') AS is_growth
  FROM items
  LEFT JOIN totals USING (report, claim, test, cohort)
  LEFT JOIN counts USING (report, claim, test, cohort, item)
),
bounded AS (
  SELECT
    *,
    CASE WHEN part IS NOT NULL THEN wilson_low(part * counted, counted) END AS low,
    CASE WHEN part IS NOT NULL THEN wilson_high(part * counted, counted) END AS high
  FROM measured
)
SELECT
  report,
  claim,
  test,
  cohort,
  item,
  role,
  measured_cohort,
  trial_count,
  trial_total,
  CASE WHEN NOT is_growth THEN part WHEN part < 1 THEN part / (1 - part) END AS value,
  CASE WHEN is_growth THEN low / (1 - low) ELSE low END AS value_low,
  CASE WHEN NOT is_growth THEN high WHEN part < 1 AND high < 1 THEN high / (1 - high) END AS value_high,
  total_growth
FROM bounded
