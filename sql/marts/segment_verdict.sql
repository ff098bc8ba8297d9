-- title: The verdict on each segment over all countings.
-- grain: report, dimension, segment, cohort, scope
-- definition: A verdict holds where every counting that adds to 1 agrees: by trials (fractional), and by sites as well
--   in dimensions that are counted by site. Where they differ the verdict is depends_on_counting.
-- column report: id of the report
-- column dimension: what the market is split by
-- column segment: id of the segment
-- column cohort: id of the cohort
-- column scope: active, late or all: which trials count as pipeline
-- column segment_title: name of the segment
-- column segment_position: place in the report's order, from 1
-- column is_default_cohort: true for the cohort that the report is compared on by default
-- column verdict: over_researched, under_researched, indistinct, no_market_share, not_comparable, no_trials or
--   depends_on_counting
-- column fractional_verdict: verdict with trials split over their segments
-- column per_site_verdict: verdict by sites; null in dimensions that are not counted by site
-- column not_comparable_reason: why the two sides are about different things; null if they are not
SELECT
  report,
  dimension,
  segment,
  cohort,
  scope,
  any_value(segment_title) AS segment_title,
  any_value(segment_position) AS segment_position,
  any_value(is_default_cohort) AS is_default_cohort,
  CASE WHEN count(DISTINCT verdict) = 1 THEN any_value(verdict) ELSE 'depends_on_counting' END AS verdict,
  max(verdict) FILTER (WHERE counting = 'fractional') AS fractional_verdict,
  max(verdict) FILTER (WHERE counting = 'per_site') AS per_site_verdict,
  any_value(not_comparable_reason) AS not_comparable_reason
FROM marts.pipeline_vs_market
GROUP BY report, dimension, segment, cohort, scope
