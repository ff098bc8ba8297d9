-- title: Claims about a figure: shares, and growth up or above the rest.
-- grain: report, claim, test, cohort
-- definition: Supported if the whole interval lies within what the claim allows, contradicted if wholly outside. A measure
--   that can only be too large cannot support, only contradict from below; one that may be wrong either way is shown and
--   not judged. High growth is read as above that of the whole
--   cohort. All is by trials, not by revenue.
-- column report: id of the report
-- column claim: id of the claim
-- column test: number of the test within the claim
-- column cohort: id of the cohort
-- column answer: supported, contradicted or inconclusive
-- column figure: the figure with its interval and what the claim allows, in words
-- column value: the figure
-- column value_low: lower end of its interval
-- column value_high: upper end of its interval; null where it has no bound
-- column trial_count: trials of the item
WITH allowed AS (
  SELECT
    candidate.*,
    test.measure,
    test.is_upper_bound,
    test.is_only_shown,
    starts_with(test.measure, 'growth') AS is_growth,
    CASE WHEN test.measure = 'growth_over_all' THEN total_growth ELSE coalesce(test.low, 0) END AS bottom,
    coalesce(test.high, 'infinity'::DOUBLE) AS top
  FROM claims.candidate AS candidate
  JOIN raw.claim_test AS test USING (report, claim, test)
  WHERE test.method = 'bound' AND candidate.role = 'named'
)
SELECT
  report,
  claim,
  test,
  cohort,
  CASE
    WHEN is_only_shown OR value_low IS NULL OR bottom IS NULL THEN 'inconclusive'
    WHEN coalesce(value_high, 'infinity'::DOUBLE) < bottom THEN 'contradicted'
    WHEN is_upper_bound THEN 'inconclusive'
    WHEN value_low > top THEN 'contradicted'
    WHEN value_low >= bottom AND coalesce(value_high, 'infinity'::DOUBLE) <= top THEN 'supported'
    ELSE 'inconclusive'
  END AS answer,
  item || ' ' || CASE
    WHEN value_low IS NULL THEN 'nothing to measure'
    WHEN is_growth THEN shown_ratio(value, 'no earlier start') || ' (' || shown_ratio(value_low, '–') || ' to '
      || shown_ratio(value_high, 'open') || '), asked is more than ' || shown_ratio(bottom, 'what cannot be measured')
    ELSE shown_share(value) || ' (' || shown_share(value_low) || ' to ' || shown_share(value_high) || '), stated is '
      || shown_bound(bottom) || ' to ' || shown_bound(top)
  END || CASE WHEN measured_cohort <> cohort THEN ' (cohort ' || measured_cohort || ')' ELSE '' END AS figure,
  value,
  value_low,
  value_high,
  trial_count
FROM allowed
