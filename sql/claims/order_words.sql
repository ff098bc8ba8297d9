-- title: The figures of tests of order, in words.
-- grain: report, claim, test, cohort
-- definition: The named items, the item that they follow, and the three highest others, each with its interval.
-- column report: id of the report
-- column claim: id of the claim
-- column test: number of the test within the claim
-- column cohort: id of the cohort
-- column named: what the claim names, in words
-- column followed: what the named come after, in words; null where the claim names none
-- column others: the highest three of the others, in words
-- column value: the first named figure
-- column value_low: lower end of its interval
-- column value_high: upper end of its interval; null where it has no bound
WITH ends AS (
  SELECT
    *,
    row_number() OVER (
      PARTITION BY report, claim, test, cohort, role
      ORDER BY value_low IS NULL, value DESC NULLS FIRST, value_low DESC, item
    ) AS nth
  FROM claims.candidate
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
    title || ' ' || CASE
      WHEN value_low IS NULL THEN 'nothing to measure'
      WHEN measure = 'growth' THEN shown_growth(measure, value, value_low, value_high)
      ELSE shown_share(value) || ' (' || shown_share(value_low) || ' to ' || shown_share(value_high) || ')'
    END AS words
  FROM ends
  JOIN raw.claim_test AS test USING (report, claim, test)
)
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
