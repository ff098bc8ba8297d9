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
WITH counts AS (
  SELECT
    report, claim, test, cohort, item,
    count(*) AS trials,
    count(*) FILTER (WHERE is_recent) AS recent,
    count(*) FILTER (WHERE is_earlier) AS earlier,
    sum(patients) AS patients
  FROM claims.compared_trial
  GROUP BY report, claim, test, cohort, item
),
measured AS (
  SELECT
    listed.*,
    coalesce(own.trials, 0) AS trial_count,
    coalesce(base.trials, 0) AS trial_total,
    CASE measure
      WHEN 'share' THEN coalesce(own.trials, 0) / nullif(base.trials, 0)
      WHEN 'recent_share' THEN coalesce(own.recent, 0) / nullif(base.recent, 0)
      WHEN 'patient_share' THEN coalesce(own.patients, 0)::DOUBLE / nullif(base.patients, 0)
      ELSE coalesce(own.recent, 0) / nullif(coalesce(own.recent, 0) + coalesce(own.earlier, 0), 0)
    END AS part,
    CASE measure
      WHEN 'share' THEN coalesce(base.trials, 0)
      WHEN 'recent_share' THEN base.recent
      WHEN 'patient_share' THEN coalesce(base.trials, 0)
      ELSE coalesce(own.recent, 0) + coalesce(own.earlier, 0)
    END AS counted,
    coalesce(base.recent, 0) / nullif(base.earlier, 0) AS total_growth,
    starts_with(measure, 'growth') AS is_growth
  FROM claims.compared_item AS listed
  LEFT JOIN counts AS own USING (report, claim, test, cohort, item)
  LEFT JOIN (SELECT * FROM counts WHERE item = '') AS base USING (report, claim, test, cohort)
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
