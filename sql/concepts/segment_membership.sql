-- title: The trials of each segment.
-- grain: nct_id, report, dimension, segment
-- published: from marts.trial_segment
-- definition: A trial belongs to a segment if it has any listed label on every axis that is listed and none of the excluded
--   ones; where a country or an end user is listed, at least one site must satisfy that part.
-- column nct_id: registry id of the trial
-- column report: id of the report
-- column dimension: what the market is split by
-- column segment: id of the segment
-- column site_count: the trial's sites in the segment; null for segments that are not counted by site
-- column weight: 1 divided by the number of the trial's segments in this dimension
WITH need AS (
  SELECT DISTINCT report, dimension, segment, trial_axes, site_axes
  FROM concepts.segment_rule
  WHERE trial_axes + site_axes > 0
),
by_site AS (
  SELECT report, dimension, segment, nct_id, count(*) AS site_count
  FROM concepts.site_segment
  GROUP BY report, dimension, segment, nct_id
),
by_trial AS (
  SELECT
    rule.report,
    rule.dimension,
    rule.segment,
    trial.nct_id,
    count(DISTINCT rule.axis) FILTER (WHERE NOT rule.is_excluded) AS axes,
    bool_or(rule.is_excluded) AS is_out
  FROM concepts.segment_rule AS rule
  JOIN concepts.trial_label AS trial USING (axis, label)
  WHERE NOT rule.by_site
  GROUP BY rule.report, rule.dimension, rule.segment, trial.nct_id
)
SELECT
  nct_id,
  report,
  dimension,
  segment,
  site_count,
  1.0::DOUBLE / count(*) OVER (PARTITION BY nct_id, report, dimension) AS weight
FROM by_site
FULL JOIN by_trial USING (report, dimension, segment, nct_id)
JOIN need USING (report, dimension, segment)
WHERE coalesce(axes, 0) = trial_axes
  AND (site_axes = 0 OR site_count > 0)
  AND NOT coalesce(is_out, false)
