-- title: Pairs of segments that a single site of a trial lies in.
-- grain: nct_id, report, dimension_a, segment_a, dimension_b, segment_b
-- published: as a view
-- definition: Segments of two dimensions that are counted by site, the dimensions in alphabetical order. A trial in both
--   segments has no row where different sites are in them.
-- column nct_id: registry id of the trial
-- column report: id of the report
-- column dimension_a: first dimension
-- column segment_a: segment of the first dimension
-- column dimension_b: second dimension
-- column segment_b: segment of the second dimension
WITH placed AS (
  SELECT report, dimension, segment, nct_id, position
  FROM concepts.site_segment
  JOIN concepts.segment_membership USING (report, dimension, segment, nct_id)
)
SELECT DISTINCT
  one.nct_id,
  one.report,
  one.dimension AS dimension_a,
  one.segment AS segment_a,
  other.dimension AS dimension_b,
  other.segment AS segment_b
FROM placed AS one
JOIN placed AS other
  ON other.report = one.report AND other.nct_id = one.nct_id AND other.position = one.position
    AND other.dimension > one.dimension
