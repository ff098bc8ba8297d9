-- title: In how many defensible ways of counting a segment is over- or under-researched, and what changes the verdict.
-- grain: report, dimension, segment
-- definition: Counts the rows of marts.specification_grid that have trials. A verdict that is the same in all of them
--   depends on no choice; where a single changed choice gives another verdict, it is named.
-- column report: id of the report
-- column dimension: what the market is split by
-- column segment: id of the segment
-- column segment_title: name of the segment
-- column segment_position: place in the report's order, from 1
-- column base_verdict: verdict of the choice that compare shows: own cohort, active, fractional, equal weights
-- column specification_count: choices of cohort, scope, counting and weighting with trials
-- column over_researched_count: those under which it is over-researched
-- column under_researched_count: those under which it is under-researched
-- column indistinct_count: those under which neither is certain
-- column likely_over_count: those under which it is more likely over- than under-researched, however sure that is
-- column probability_over_least: smallest probability that the ratio lies above 1, of all choices
-- column probability_over_most: largest of them
-- column ratio_least: smallest median of pipeline share over market share, of all choices
-- column ratio_most: largest of them
-- column turned_by: single choices that change the base verdict, such as scope=all; empty if none does
-- column report_version: version of the report's file
-- column snapshot_id: id of the snapshot
-- column rule_version: version of the classifier's rules
WITH grid AS (
  SELECT *, any_value(CASE WHEN is_base THEN verdict END) OVER (PARTITION BY report, dimension, segment) AS base_verdict
  FROM marts.specification_grid
)
SELECT
  report,
  dimension,
  segment,
  any_value(segment_title) AS segment_title,
  any_value(segment_position) AS segment_position,
  any_value(base_verdict) AS base_verdict,
  count(*) FILTER (WHERE verdict <> 'no_trials') AS specification_count,
  count(*) FILTER (WHERE verdict = 'over_researched') AS over_researched_count,
  count(*) FILTER (WHERE verdict = 'under_researched') AS under_researched_count,
  count(*) FILTER (WHERE verdict = 'indistinct') AS indistinct_count,
  count(*) FILTER (WHERE probability_over > 0.5) AS likely_over_count,
  min(probability_over) AS probability_over_least,
  max(probability_over) AS probability_over_most,
  min(ratio_median) AS ratio_least,
  max(ratio_median) AS ratio_most,
  coalesce(
    list(only_switch ORDER BY only_switch)
      FILTER (WHERE only_switch IS NOT NULL AND verdict NOT IN ('no_trials', base_verdict)),
    []
  ) AS turned_by,
  any_value(report_version) AS report_version,
  any_value(snapshot_id) AS snapshot_id,
  any_value(rule_version) AS rule_version
FROM grid
GROUP BY report, dimension, segment
