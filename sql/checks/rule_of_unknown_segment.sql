-- title: A segment's rule must belong to a segment that can be mapped.
-- definition: Every rule names a listed segment that is not marked as not mappable.
SELECT segment_rule.report, segment_rule.dimension, segment_rule.segment, segment_rule.axis, segment_rule.label
FROM raw.segment_rule
LEFT JOIN raw.segment USING (report, dimension, segment)
WHERE segment.segment IS NULL OR segment.not_mappable IS NOT NULL
