-- title: The sites that satisfy the site rules of each segment.
-- grain: report, dimension, segment, nct_id, position
-- published: as a view
-- definition: Only segments that require a country or an end user have rows.
-- column report: id of the report
-- column dimension: what the market is split by
-- column segment: id of the segment
-- column nct_id: registry id of the trial
-- column position: the site's place in the record's list, from 0
WITH numbered AS (
  -- Sites are many, and a number is faster to compare than three names; a bit for each axis counts the different ones.
  SELECT *,
    dense_rank() OVER (ORDER BY report, dimension, segment) AS number,
    CASE WHEN is_excluded THEN 0 ELSE 1 << (dense_rank() OVER (ORDER BY axis) - 1) END AS axis_bit
  FROM concepts.segment_rule
  WHERE by_site
),
found AS (
  SELECT number, nct_id, position, any_value(site_axes) AS site_axes,
    bit_count(bit_or(axis_bit)) AS axes, bool_or(is_excluded) AS is_out
  FROM numbered
  JOIN concepts.site_label USING (axis, label)
  GROUP BY number, nct_id, position
)
SELECT report, dimension, segment, nct_id, position
FROM found
JOIN (SELECT DISTINCT number, report, dimension, segment FROM numbered) USING (number)
WHERE axes = site_axes AND NOT is_out
