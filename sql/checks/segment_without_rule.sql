-- title: A segment must have a rule or say why it has none.
-- definition: Every segment that is not marked as not mappable has at least one rule that includes trials.
SELECT segment.report, segment.dimension, segment.segment
FROM raw.segment
LEFT JOIN raw.segment_rule AS rule
  ON rule.report = segment.report AND rule.dimension = segment.dimension AND rule.segment = segment.segment
    AND NOT rule.is_excluded
WHERE rule.segment IS NULL AND segment.not_mappable IS NULL
