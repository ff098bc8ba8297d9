-- title: The rules of the segments, and whether they apply to single sites.
-- grain: report, dimension, segment, axis, label
-- definition: Rules on country and end user apply site by site, so that "academic centre in China" requires one site
--   that is both.
-- column report: id of the report
-- column dimension: what the market is split by
-- column segment: id of the segment
-- column axis: an axis of the classifier, country or end_user
-- column label: label on that axis
-- column is_excluded: true if the label excludes a trial or site
-- column by_site: true if this rule applies site by site
-- column trial_axes: axes that the trial as a whole must satisfy
-- column site_axes: axes that one and the same site must satisfy
WITH marked AS (
  SELECT
    *,
    axis IN ('country', 'end_user')
      AND bool_or(axis IN ('country', 'end_user') AND NOT is_excluded) OVER (PARTITION BY report, dimension, segment)
      AS by_site
  FROM raw.segment_rule
),
needed AS (
  SELECT
    report,
    dimension,
    segment,
    count(DISTINCT axis) FILTER (WHERE NOT is_excluded AND NOT by_site) AS trial_axes,
    count(DISTINCT axis) FILTER (WHERE NOT is_excluded AND by_site) AS site_axes
  FROM marked
  GROUP BY report, dimension, segment
)
SELECT report, dimension, segment, axis, label, is_excluded, by_site, trial_axes, site_axes
FROM marked
JOIN needed USING (report, dimension, segment)
