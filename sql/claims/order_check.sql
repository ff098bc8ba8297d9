-- title: Claims about order: who is largest, second, smallest, fastest.
-- grain: report, claim, test, cohort
-- definition: Intervals are compared, never points. first = the lower ends of all named lie above the upper ends of all
--   others; last = the other way round; second = the same below the one that is followed and above the rest; below_usual =
--   the named upper ends lie below the median of those others that have a trial; just_behind = another's lower end lies
--   above the named upper ends, and the named lower ends reach half of the highest other. Contradicted where an interval of another lies wholly on
--   the wrong side. What has no interval (no start in six years) takes no part. All is by trials, not by revenue.
-- column report: id of the report
-- column claim: id of the claim
-- column test: number of the test within the claim
-- column cohort: id of the cohort
-- column answer: supported, contradicted or inconclusive
-- column figure: the figures with their intervals, in words
-- column value: the first named figure
-- column value_low: lower end of its interval
-- column value_high: upper end of its interval; null where it has no bound
-- column trial_count: trials of everything that is named
WITH ends AS (
  SELECT
    *,
    coalesce(value_high, 'infinity'::DOUBLE) AS top,
    row_number() OVER (
      PARTITION BY report, claim, test, cohort, role
      ORDER BY value_low IS NULL, value DESC NULLS FIRST, value_low DESC, item
    ) AS nth
  FROM claims.candidate
),
sides AS (
  SELECT
    report,
    claim,
    test,
    cohort,
    min(value_low) FILTER (WHERE role = 'named') AS named_low_min,
    max(value_low) FILTER (WHERE role = 'named') AS named_low_max,
    min(top) FILTER (WHERE role = 'named' AND value_low IS NOT NULL) AS named_top_min,
    max(top) FILTER (WHERE role = 'named' AND value_low IS NOT NULL) AS named_top_max,
    count(*) FILTER (WHERE role = 'named' AND value_low IS NULL) AS silent,
    min(value_low) FILTER (WHERE role = 'other') AS other_low_min,
    max(value_low) FILTER (WHERE role = 'other') AS other_low_max,
    min(top) FILTER (WHERE role = 'other' AND value_low IS NOT NULL) AS other_top_min,
    max(top) FILTER (WHERE role = 'other' AND value_low IS NOT NULL) AS other_top_max,
    median(value) FILTER (WHERE role = 'other' AND trial_count > 0) AS usual,
    max(value) FILTER (WHERE role = 'other') AS highest_other,
    max(value_low) FILTER (WHERE role = 'after') AS after_low,
    max(top) FILTER (WHERE role = 'after' AND value_low IS NOT NULL) AS after_top,
    sum(trial_count) FILTER (WHERE role = 'named')::BIGINT AS trial_count
  FROM ends
  GROUP BY report, claim, test, cohort
),
shown AS (
  SELECT
    report,
    claim,
    test,
    cohort,
    role,
    nth,
    value,
    value_low,
    value_high,
    item || ' ' || CASE
      WHEN value_low IS NULL THEN 'nothing to measure'
      WHEN measure IN ('growth', 'growth_over_all') THEN shown_ratio(value, 'no earlier start') || ' ('
        || shown_ratio(value_low, '–') || ' to ' || shown_ratio(value_high, 'open') || ')'
      ELSE shown_share(value) || ' (' || shown_share(value_low) || ' to ' || shown_share(value_high) || ')'
    END AS words
  FROM ends
  JOIN raw.claim_test AS test USING (report, claim, test)
),
figures AS (
  SELECT
    report,
    claim,
    test,
    cohort,
    string_agg(words, ', ' ORDER BY nth) FILTER (WHERE role = 'named') AS named,
    string_agg(words, ', ' ORDER BY nth) FILTER (WHERE role = 'after') AS followed,
    string_agg(words, ', ' ORDER BY nth) FILTER (WHERE role = 'other' AND nth <= 3) AS others,
    max(value) FILTER (WHERE role = 'named' AND nth = 1) AS value,
    max(value_low) FILTER (WHERE role = 'named' AND nth = 1) AS value_low,
    max(value_high) FILTER (WHERE role = 'named' AND nth = 1) AS value_high
  FROM shown
  GROUP BY report, claim, test, cohort
)
SELECT
  report,
  claim,
  test,
  cohort,
  CASE rule
    WHEN 'first' THEN CASE
      WHEN silent = 0 AND named_low_min > other_top_max THEN 'supported'
      WHEN other_low_max > named_top_min THEN 'contradicted'
      ELSE 'inconclusive' END
    WHEN 'last' THEN CASE
      WHEN silent = 0 AND named_top_max < other_low_min THEN 'supported'
      WHEN other_top_min < named_low_max THEN 'contradicted'
      ELSE 'inconclusive' END
    WHEN 'second' THEN CASE
      WHEN silent = 0 AND after_low > named_top_max AND named_low_min > other_top_max THEN 'supported'
      WHEN other_low_max > named_top_min OR named_low_max > after_top THEN 'contradicted'
      ELSE 'inconclusive' END
    WHEN 'below_usual' THEN CASE
      WHEN silent = 0 AND named_top_max < usual THEN 'supported'
      WHEN named_low_min > usual THEN 'contradicted'
      ELSE 'inconclusive' END
    ELSE CASE
      WHEN silent = 0 AND other_low_max > named_top_max AND named_low_min >= highest_other / 2 THEN 'supported'
      WHEN named_low_min > other_top_max OR named_top_max < other_low_max / 2 THEN 'contradicted'
      ELSE 'inconclusive' END
  END AS answer,
  concat_ws('; ', named, 'after ' || followed, 'others, highest first: ' || others,
    CASE WHEN rule = 'below_usual' THEN 'usual is ' || shown_share(usual) END) AS figure,
  value,
  value_low,
  value_high,
  coalesce(trial_count, 0) AS trial_count
FROM sides
JOIN figures USING (report, claim, test, cohort)
JOIN raw.claim_test AS test USING (report, claim, test)
WHERE test.method = 'order'
