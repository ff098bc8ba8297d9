-- title: The pipeline shares behind claims about market shares, one by one.
-- grain: report, claim, test, cohort, counting, item
-- definition: Each segment that a test compares, as its share of the classified active pipeline: trials split evenly over
--   their segments and, in dimensions counted by site, sites. The doubt of a named segment adds up the probabilities
--   that a pair which the claim orders is the other way in the draws of estimates.segment_pair.
-- column report: id of the report
-- column claim: id of the claim
-- column test: number of the test within the claim
-- column cohort: id of the cohort
-- column counting: fractional or per_site
-- column item: what is measured
-- column title: the item in words
-- column role: named, after or other
-- column value: pipeline share; null without classified trials
-- column value_low: lower end of its 95 % interval
-- column value_high: upper end of it
-- column not_comparable_reason: why trials and market are about different things; null if they are not
-- column doubt: sum of the probabilities that the item's pairs are the other way; null where nothing is drawn
-- column least: probability of its least likely pair
-- column pairs: pairs that the claim orders; 0 for all but named items
WITH shown AS (
  SELECT
    asked.report, asked.claim, asked.test, asked.cohort, share.counting, target.item, target.title, target.role, target.label AS segment,
    place.dimension, measured_cohort, rule, pipeline_share, pipeline_share_low, pipeline_share_high, not_comparable_reason
  FROM questions.partition_test AS place
  JOIN questions.asked_test AS asked USING (report, claim, test)
  JOIN raw.claim_test AS test USING (report, claim, test)
  JOIN raw.claim_target AS target USING (report, claim, test)
  JOIN concepts.compared_share AS share
    ON share.report = place.report AND share.dimension = place.dimension AND share.segment = target.label
      AND share.cohort = measured_cohort AND share.scope = 'active'
),
steps AS (
  SELECT
    one.report, one.claim, one.test, one.cohort, one.counting, one.item,
    CASE WHEN one.rule = 'last' OR rival.role = 'after' THEN 1 - probability_ahead ELSE probability_ahead END AS chance
  FROM shown AS one
  JOIN shown AS rival USING (report, claim, test, cohort, counting)
  LEFT JOIN estimates.segment_pair AS drawn
    ON drawn.report = one.report AND drawn.dimension = one.dimension AND drawn.segment = one.segment
      AND drawn.other = rival.segment AND drawn.cohort = one.measured_cohort AND drawn.scope = 'active'
      AND drawn.counting = one.counting
  WHERE one.role = 'named' AND (rival.role = 'other' OR (one.rule = 'second' AND rival.role = 'after'))
),
chances AS (
  SELECT
    report, claim, test, cohort, counting, item,
    CASE WHEN count(chance) = count(*) THEN tally(sum(exact(1 - chance))) END AS doubt,
    min(chance) AS least,
    count(*) AS pairs
  FROM steps
  GROUP BY ALL
)
SELECT
  report, claim, test, cohort, counting, item, title, role,
  pipeline_share AS value,
  pipeline_share_low AS value_low,
  pipeline_share_high AS value_high,
  not_comparable_reason, doubt, least,
  coalesce(pairs, 0) AS pairs
FROM shown
LEFT JOIN chances USING (report, claim, test, cohort, counting, item)
