-- title: Claims about order: who is largest, second, smallest, fastest.
-- grain: report, claim, test, cohort
-- definition: All orders but those of whole segments (claims.partition_check). Shares of trials are compared pair by pair (claims.item_pair): first = each named item holds more trials
--   than each other; last = fewer; second = fewer than the one that is followed and more than the rest. Supported where
--   the chance that any of these pairs is the other way adds up to at most 5 %; contradicted where the chance of one
--   pair is at most 5 % divided by the number of pairs. Growth has one chance for the whole order
--   (estimates.claim_growth): supported from 95 %, contradicted up to 5 %; an item without a start in six years takes
--   no part. Patients and the rules below_usual and just_behind go by intervals: supported where those of the named lie
--   wholly on the side that the claim states, contradicted where wholly on the other; below_usual = below the median of
--   those others that have a trial; just_behind = another lies above, and the named reach half of the highest other.
--   All is by trials, not by revenue.
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
  SELECT *, coalesce(value_high, 'infinity'::DOUBLE) AS top
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
    max(probability_in_order) AS in_order,
    sum(trial_count) FILTER (WHERE role = 'named')::BIGINT AS trial_count
  FROM ends
  GROUP BY report, claim, test, cohort
),
steps AS (
  -- Each pair as the claim has it: the probability that it is true.
  SELECT report, claim, test, cohort,
    CASE WHEN rule = 'last' OR other_role = 'after' THEN 1 - probability_ahead ELSE probability_ahead END AS chance
  FROM claims.item_pair
  JOIN raw.claim_test AS test USING (report, claim, test)
  WHERE role = 'named' AND other_role <> 'named' AND (rule = 'second' OR (rule IN ('first', 'last') AND other_role = 'other'))
),
chances AS (
  SELECT report, claim, test, cohort, tally(sum(exact(1 - chance))) AS doubt, min(chance) AS least, count(*) AS pairs
  FROM steps
  GROUP BY report, claim, test, cohort
)
SELECT
  report,
  claim,
  test,
  cohort,
  CASE
    WHEN measure = 'growth' THEN CASE
      WHEN in_order >= 0.95 THEN 'supported'
      WHEN in_order <= 0.05 THEN 'contradicted'
      ELSE 'inconclusive' END
    WHEN doubt IS NOT NULL THEN CASE
      WHEN doubt <= 0.05 THEN 'supported'
      WHEN least <= 0.05 / pairs THEN 'contradicted'
      ELSE 'inconclusive' END
    WHEN rule = 'first' THEN CASE
      WHEN silent = 0 AND named_low_min > other_top_max THEN 'supported'
      WHEN other_low_max > named_top_min THEN 'contradicted'
      ELSE 'inconclusive' END
    WHEN rule = 'last' THEN CASE
      WHEN silent = 0 AND named_top_max < other_low_min THEN 'supported'
      WHEN other_top_min < named_low_max THEN 'contradicted'
      ELSE 'inconclusive' END
    WHEN rule = 'second' THEN CASE
      WHEN silent = 0 AND after_low > named_top_max AND named_low_min > other_top_max THEN 'supported'
      WHEN other_low_max > named_top_min OR named_low_max > after_top THEN 'contradicted'
      ELSE 'inconclusive' END
    WHEN rule = 'below_usual' THEN CASE
      WHEN silent = 0 AND named_top_max < usual THEN 'supported'
      WHEN named_low_min > usual THEN 'contradicted'
      ELSE 'inconclusive' END
    ELSE CASE
      WHEN silent = 0 AND other_low_max > named_top_max AND named_low_min >= highest_other / 2 THEN 'supported'
      WHEN named_low_min > other_top_max OR named_top_max < other_low_max / 2 THEN 'contradicted'
      ELSE 'inconclusive' END
  END AS answer,
  concat_ws('; ', named, 'after ' || followed, 'others, highest first: ' || others,
    CASE WHEN rule = 'below_usual' THEN 'usual is ' || shown_share(usual) END,
    CASE
      WHEN in_order IS NOT NULL THEN 'chance that starts grow in this order ' || shown_chance(in_order)
      WHEN doubt <= 0.05 THEN 'chance of this order at least ' || least(99, floor(100 * (1 - doubt)))::INTEGER || ' %'
      WHEN doubt IS NOT NULL THEN 'chance of the least likely pair ' || ceil(100 * least)::INTEGER || ' %'
    END
  ) AS figure,
  value,
  value_low,
  value_high,
  coalesce(trial_count, 0) AS trial_count
FROM sides
JOIN claims.order_words USING (report, claim, test, cohort)
LEFT JOIN chances USING (report, claim, test, cohort)
JOIN raw.claim_test AS test USING (report, claim, test)
ANTI JOIN questions.partition_test USING (report, claim, test)
WHERE test.method = 'order'
