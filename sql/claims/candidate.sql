-- title: The figures that tests of shares, orders and growth compare.
-- grain: report, claim, test, cohort, item
-- definition: Each item that is compared, over the trials of the cohort that the test is about. Shares have Wilson intervals
--   at 95 % that count trials. Growth is that of starts a year over that of the rest of what is compared, own growth that
--   of the item alone, each with a 90 % interval (estimates.claim_growth).
-- column report: id of the report
-- column claim: id of the claim
-- column test: number of the test within the claim
-- column cohort: id of the cohort
-- column item: what is measured
-- column title: the item in words
-- column role: named, after or other
-- column measured_cohort: cohort that is measured, where only one makes sense
-- column trial_count: trials of the item
-- column trial_total: trials that shares are taken of
-- column value: share between 0 and 1, or growth against the rest; null where there is nothing to measure
-- column value_low: lower end of its interval; null where there is none
-- column value_high: upper end of its interval; null where there is none
-- column chance: probability that the item grows faster than the rest, or at all for own_growth; null for shares
-- column probability_in_order: probability that the items grow in the order that the claim states; null for shares
WITH counts AS (
  SELECT
    comparison, place,
    count(*) AS trials,
    count(*) FILTER (WHERE is_recent) AS recent,
    sum(patients) AS patients
  FROM questions.compared_trial
  JOIN questions.trial_figure USING (trial)
  GROUP BY comparison, place
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
    END AS part,
    CASE WHEN measure = 'recent_share' THEN base.recent ELSE base.trials END AS counted
  FROM questions.compared_item AS listed
  LEFT JOIN counts AS own USING (comparison, place)
  LEFT JOIN (SELECT * FROM counts WHERE place = 0) AS base USING (comparison)
)
SELECT
  report,
  claim,
  test,
  cohort,
  item,
  title,
  role,
  measured_cohort,
  trial_count,
  trial_total,
  CASE measure WHEN 'growth' THEN growth_against_rest WHEN 'own_growth' THEN growth ELSE part END AS value,
  CASE measure
    WHEN 'growth' THEN growth_against_rest_low
    WHEN 'own_growth' THEN growth_low
    ELSE wilson_low(part * counted, counted)
  END AS value_low,
  CASE measure
    WHEN 'growth' THEN growth_against_rest_high
    WHEN 'own_growth' THEN growth_high
    ELSE wilson_high(part * counted, counted)
  END AS value_high,
  CASE measure WHEN 'growth' THEN probability_faster WHEN 'own_growth' THEN probability_rising END AS chance,
  probability_in_order
FROM measured
LEFT JOIN estimates.claim_growth USING (report, claim, test, cohort, item)
