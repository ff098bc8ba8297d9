-- title: Which trial, by number, has a single site in which two segments of dimensions that are counted by site.
WITH placed AS (
  SELECT report, dimension, segment, nct_id, position
  FROM concepts.site_segment
  JOIN concepts.segment_membership USING (report, dimension, segment, nct_id)
)
SELECT DISTINCT one.report, one.dimension AS dimension_a, one.segment AS segment_a,
  other.dimension AS dimension_b, other.segment AS segment_b, trial
FROM placed AS one
JOIN placed AS other
  ON other.report = one.report AND other.nct_id = one.nct_id AND other.position = one.position
    AND other.dimension > one.dimension
JOIN raw.report AS report ON report.report = one.report
JOIN concepts.cohort AS cohort ON cohort.cohort = default_cohort AND cohort.nct_id = one.nct_id
JOIN (SELECT nct_id, row_number() OVER (ORDER BY nct_id) - 1 AS trial FROM staging.tracked) AS numbered
  ON numbered.nct_id = one.nct_id
WHERE kind = 'market'
ORDER BY ALL
