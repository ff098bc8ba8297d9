-- title: Trials that are tracked but in no segment of a dimension, with the reason.
-- grain: nct_id, report, dimension
-- definition: These trials stay in the denominator of every share. The reason is the one that the report's file gives for
--   such products, or names the labels that the trial has on the axes of the dimension, or says that it has none.
-- column nct_id: registry id of the trial
-- column report: id of the report
-- column dimension: what the market is split by
-- column reason: why no segment holds the trial
WITH dimensions AS (
  SELECT DISTINCT report, dimension
  FROM raw.segment
),
homeless AS (
  SELECT tracked.nct_id, dimensions.report, dimensions.dimension
  FROM staging.tracked
  CROSS JOIN dimensions
  LEFT JOIN concepts.segment_membership AS member
    ON member.nct_id = tracked.nct_id AND member.report = dimensions.report AND member.dimension = dimensions.dimension
  WHERE member.nct_id IS NULL
),
asked AS (
  SELECT DISTINCT report, dimension, axis, by_site
  FROM concepts.segment_rule
),
axes AS (
  SELECT
    report,
    dimension,
    string_agg(DISTINCT axis, ', ' ORDER BY axis) AS axes,
    bool_and(by_site) AS is_by_site
  FROM asked
  GROUP BY report, dimension
),
labels AS (
  SELECT homeless.nct_id, homeless.report, homeless.dimension,
    string_agg(DISTINCT label.axis || '=' || label.label, ', ' ORDER BY label.axis || '=' || label.label) AS labels
  FROM homeless
  JOIN asked USING (report, dimension)
  JOIN concepts.trial_label AS label ON label.nct_id = homeless.nct_id AND label.axis = asked.axis
  GROUP BY homeless.nct_id, homeless.report, homeless.dimension
),
outside AS (
  SELECT homeless.nct_id, product.report, product.dimension, min(product.reason) AS reason
  FROM homeless
  JOIN raw.outside_product AS product USING (report, dimension)
  JOIN concepts.trial_label AS label
    ON label.nct_id = homeless.nct_id AND label.axis = product.axis AND label.label = product.label
  GROUP BY homeless.nct_id, product.report, product.dimension
)
SELECT
  homeless.nct_id,
  homeless.report,
  homeless.dimension,
  CASE
    WHEN outside.reason IS NOT NULL THEN outside.reason
    WHEN axes IS NULL THEN 'no segment of this dimension can be read from the registry'
    WHEN labels IS NOT NULL THEN 'no segment takes ' || labels
    WHEN is_by_site AND homeless.nct_id NOT IN (SELECT nct_id FROM staging.site) THEN 'no site is listed'
    ELSE 'no label on ' || axes
  END AS reason
FROM homeless
LEFT JOIN axes USING (report, dimension)
LEFT JOIN labels USING (nct_id, report, dimension)
LEFT JOIN outside USING (nct_id, report, dimension)
