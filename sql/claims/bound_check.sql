-- title: Claims about a figure: shares, and growth up or above the rest.
-- grain: report, claim, test, cohort
-- definition: All figures but shares of whole segments (claims.partition_check). A share is supported if its whole interval lies within what the claim allows, contradicted if wholly
--   outside. A measure that can only be too large cannot support, only contradict from below; one that may be wrong
--   either way is shown without a verdict. Growth is supported where the item grows faster than the rest, or grows at
--   all where the claim says no more, with a probability of at least 0.95, and contradicted at 0.05 or less. All is by
--   trials, not by revenue.
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
    coalesce(test.low, 0) AS bottom,
    coalesce(test.high, 'infinity'::DOUBLE) AS top
  FROM claims.candidate AS candidate
  JOIN raw.claim_test AS test USING (report, claim, test)
  ANTI JOIN questions.partition_test USING (report, claim, test)
  WHERE test.method = 'bound' AND candidate.role = 'named'
)
SELECT
  report,
  claim,
  test,
  cohort,
  CASE
    WHEN is_only_shown OR value_low IS NULL THEN 'inconclusive'
    WHEN chance IS NOT NULL THEN CASE
      WHEN chance >= 0.95 THEN 'supported' WHEN chance <= 0.05 THEN 'contradicted' ELSE 'inconclusive' END
    WHEN value_high < bottom THEN 'contradicted'
    WHEN is_upper_bound THEN 'inconclusive'
    WHEN value_low > top THEN 'contradicted'
    WHEN value_low >= bottom AND value_high <= top THEN 'supported'
    ELSE 'inconclusive'
  END AS answer,
  title || ' ' || CASE
    WHEN value_low IS NULL THEN 'nothing to measure'
    WHEN chance IS NOT NULL THEN shown_growth(measure, value, value_low, value_high) || ', chance that it grows'
      || CASE WHEN measure = 'growth' THEN ' faster than the rest ' ELSE ' ' END || shown_chance(chance)
    ELSE shown_share(value) || ' (' || shown_share(value_low) || ' to ' || shown_share(value_high) || '), stated is '
      || shown_bound(bottom) || ' to ' || shown_bound(top)
  END || elsewhere AS figure,
  value,
  value_low,
  value_high,
  trial_count
FROM allowed
JOIN questions.asked_test USING (report, claim, test, cohort)
