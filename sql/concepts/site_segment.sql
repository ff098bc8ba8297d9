-- title: The sites that satisfy the site rules of each segment.
-- grain: report, dimension, segment, nct_id, position
-- published: as a view
-- definition: Only segments that require a country or an end user have rows.
-- column report: id of the report
-- column dimension: what the market is split by
-- column segment: id of the segment
-- column nct_id: registry id of the trial
-- column position: the site's place in the record's list, from 0
SELECT rule.report, rule.dimension, rule.segment, site.nct_id, site.position
FROM concepts.segment_rule AS rule
JOIN concepts.site_label AS site USING (axis, label)
WHERE rule.by_site
GROUP BY rule.report, rule.dimension, rule.segment, rule.site_axes, site.nct_id, site.position
HAVING count(DISTINCT rule.axis) FILTER (WHERE NOT rule.is_excluded) = rule.site_axes
  AND NOT bool_or(rule.is_excluded)
