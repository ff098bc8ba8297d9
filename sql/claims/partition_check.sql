-- title: Claims about the market shares and ranks of segments.
-- grain: report, claim, test, cohort
-- definition: A claim is judged in every counting that adds to 1 and has an answer only where all of them agree. A share is
--   supported where its whole interval lies within what the claim allows, contradicted where wholly outside. An order is
--   supported where the probabilities that a pair is the other way add up to at most 5 %, contradicted where one pair has
--   at most 5 % divided by the number of pairs. In a cohort that is not about the market nothing is judged.
-- column report: id of the report
-- column claim: id of the claim
-- column test: number of the test within the claim
-- column cohort: id of the cohort
-- column answer: supported, contradicted or inconclusive
-- column figure: the shares with their intervals and the probabilities, by trials and by sites, in words
-- column value: share of the first named segment, trials split evenly
-- column value_low: lower end of its interval
-- column value_high: upper end of it
-- column trial_count: active trials of everything that is named
-- column open_reason: why nothing is judged, or what each counting says; null where the countings agree
WITH bounds AS (
  SELECT report, claim, test, method, coalesce(low, 0) AS bottom, coalesce(high, 1) AS top
  FROM raw.claim_test
),
summed AS (
  SELECT
    report, claim, test, cohort, counting,
    CASE counting WHEN 'per_site' THEN ' by sites' ELSE ' by trials' END AS units,
    max(not_comparable_reason) AS apart,
    bool_and(value IS NOT NULL) FILTER (WHERE role = 'named') AS is_measured,
    min(value_low) FILTER (WHERE role = 'named') AS named_low,
    max(value_high) FILTER (WHERE role = 'named') AS named_high,
    CASE WHEN count(doubt) = count(*) FILTER (WHERE pairs > 0) THEN tally(sum(exact(doubt))) END AS doubt,
    min(least) AS least,
    sum(pairs) AS pairs
  FROM claims.partition_step
  GROUP BY ALL
),
judged AS (
  SELECT
    *,
    CASE
      WHEN apart IS NOT NULL OR NOT is_measured THEN 'inconclusive'
      WHEN method = 'bound' THEN CASE
        WHEN named_high < bottom OR named_low > top THEN 'contradicted'
        WHEN named_low >= bottom AND named_high <= top THEN 'supported'
        ELSE 'inconclusive' END
      WHEN doubt <= 0.05 THEN 'supported'
      WHEN least <= 0.05 / pairs THEN 'contradicted'
      ELSE 'inconclusive'
    END AS answer,
    CASE
      WHEN doubt <= 0.05 THEN 'chance of this order at least ' || least(99, floor(100 * (1 - doubt)))::INTEGER || ' %' || units
      WHEN doubt IS NOT NULL THEN 'chance of the least likely pair ' || shown_chance(least) || units
    END AS chance
  FROM summed
  JOIN bounds USING (report, claim, test)
),
joined AS (
  SELECT
    report, claim, test, cohort,
    CASE WHEN count(DISTINCT answer) = 1 THEN any_value(answer) ELSE 'inconclusive' END AS answer,
    string_agg(chance, ', ' ORDER BY counting) AS chances,
    coalesce(max(apart), CASE WHEN count(DISTINCT answer) > 1 THEN 'It depends on counting: '
      || string_agg(replace(answer, 'contradicted', 'not in line') || units, ', ' ORDER BY counting) || '.' END) AS open_reason
  FROM judged
  GROUP BY report, claim, test, cohort
),
items AS (
  SELECT
    report, claim, test, cohort, item, role,
    max(value) FILTER (WHERE counting = 'fractional') AS value,
    max(value_low) FILTER (WHERE counting = 'fractional') AS value_low,
    max(value_high) FILTER (WHERE counting = 'fractional') AS value_high,
    title || ' ' || coalesce(string_agg(shown_share(value) || ' (' || shown_share(value_low) || ' to ' || shown_share(value_high)
      || ')' || CASE counting WHEN 'per_site' THEN ' by sites' ELSE ' by trials' END, ', ' ORDER BY counting)
      FILTER (WHERE value IS NOT NULL), 'nothing to measure') AS words
  FROM claims.partition_step
  GROUP BY report, claim, test, cohort, item, title, role
),
places AS (
  SELECT *, row_number() OVER (PARTITION BY report, claim, test, cohort, role ORDER BY value DESC NULLS LAST, item) AS nth
  FROM items
),
worded AS (
  SELECT
    report, claim, test, cohort,
    string_agg(words, ', ' ORDER BY nth) FILTER (WHERE role = 'named') AS named,
    string_agg(words, ', ' ORDER BY nth) FILTER (WHERE role = 'after') AS followed,
    string_agg(words, ', ' ORDER BY nth) FILTER (WHERE role = 'other' AND nth <= 3) AS others,
    max(value) FILTER (WHERE role = 'named' AND nth = 1) AS value,
    max(value_low) FILTER (WHERE role = 'named' AND nth = 1) AS value_low,
    max(value_high) FILTER (WHERE role = 'named' AND nth = 1) AS value_high
  FROM places
  GROUP BY report, claim, test, cohort
),
counted AS (
  SELECT report, claim, test, cohort, count(trial) AS trials
  FROM questions.compared_item
  LEFT JOIN questions.compared_trial USING (comparison, place)
  WHERE role = 'named'
  GROUP BY report, claim, test, cohort
)
SELECT
  report, claim, test, cohort, answer,
  concat_ws('; ', named, 'after ' || followed, 'others, highest first: ' || others, chances,
    CASE WHEN bounds.method = 'bound' THEN 'stated is ' || shown_bound(bottom) || ' to ' || shown_bound(top) END)
    || elsewhere AS figure,
  value, value_low, value_high,
  trials AS trial_count,
  open_reason
FROM joined
JOIN worded USING (report, claim, test, cohort)
JOIN counted USING (report, claim, test, cohort)
JOIN questions.asked_test USING (report, claim, test, cohort)
JOIN bounds USING (report, claim, test)
