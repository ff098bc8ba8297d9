-- title: The segments of each trial, and the quotation behind each.
-- grain: nct_id, report, dimension, segment
-- definition: One row for each segment of a trial. The shortest supporting quotation is shown; default labels come last
--   and have none.
-- column nct_id: registry id of the trial
-- column report: id of the report
-- column dimension: what the market is split by
-- column segment: id of the segment
-- column segment_title: name of the segment
-- column weight: the trial's share in this segment when it is split evenly over its segments in the dimension
-- column site_count: the trial's sites in the segment; null for segments that are not counted by site
-- column axis: axis of the label that is shown
-- column label: label that puts the trial here
-- column rule: rule that gave the label
-- column is_default: true if the label is a default without evidence
-- column field: place in the record that the quotation comes from
-- column quote: shortest quotation that supports the label
WITH support AS (
  SELECT member.nct_id, rule.report, rule.dimension, rule.segment, rule.axis, rule.label, verdict.rule,
    verdict.is_default, evidence.field, nullif(evidence.quote, '') AS quote
  FROM concepts.segment_membership AS member
  JOIN concepts.segment_rule AS rule USING (report, dimension, segment)
  JOIN raw.verdict AS verdict ON verdict.nct_id = member.nct_id AND verdict.axis = rule.axis AND verdict.label = rule.label
  LEFT JOIN raw.evidence AS evidence
    ON evidence.nct_id = verdict.nct_id AND evidence.axis = verdict.axis AND evidence.label = verdict.label
      AND evidence.rule = verdict.rule
  WHERE NOT rule.is_excluded AND NOT rule.by_site
  UNION ALL
  SELECT place.nct_id, rule.report, rule.dimension, rule.segment, rule.axis, rule.label, site.rule,
    site.is_default,
    'sites[' || min(site.position) || ']' || CASE site.axis WHEN 'country' THEN '.country' ELSE '.facility' END AS field,
    site.quote
  FROM concepts.site_segment AS place
  JOIN concepts.segment_rule AS rule USING (report, dimension, segment)
  JOIN concepts.site_label AS site
    ON site.nct_id = place.nct_id AND site.position = place.position AND site.axis = rule.axis AND site.label = rule.label
  WHERE NOT rule.is_excluded AND rule.by_site
  GROUP BY place.nct_id, rule.report, rule.dimension, rule.segment, rule.axis, rule.label, site.rule, site.is_default,
    site.axis, site.quote
),
best AS (
  SELECT *
  FROM support
  QUALIFY row_number() OVER (
    PARTITION BY nct_id, report, dimension, segment
    -- Numbers in brackets are in order as numbers: sites[1] stands before sites[11].
    ORDER BY is_default, quote IS NULL, length(quote), quote, axis, label, rule, split_part(field, '[', 1),
      try_cast(split_part(split_part(field, '[', 2), ']', 1) AS INTEGER), field
  ) = 1
)
SELECT
  member.nct_id,
  member.report,
  member.dimension,
  member.segment,
  segment.title AS segment_title,
  member.weight,
  member.site_count,
  best.axis,
  best.label,
  best.rule,
  best.is_default,
  best.field,
  best.quote
FROM concepts.segment_membership AS member
JOIN raw.segment USING (report, dimension, segment)
LEFT JOIN best USING (nct_id, report, dimension, segment)
