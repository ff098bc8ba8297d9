-- title: The pairs of segments whose order the claims of a report fix, the leading one first.
SELECT pair.report, pair.dimension, pair.segment, pair.other
FROM raw.market_pair AS pair
JOIN raw.segment AS one USING (report, dimension, segment)
JOIN raw.segment AS rival ON rival.report = pair.report AND rival.dimension = pair.dimension AND rival.segment = pair.other
WHERE is_ahead AND one.not_mappable IS NULL AND rival.not_mappable IS NULL
  AND NOT one.is_residual AND NOT rival.is_residual
ORDER BY pair.report, pair.dimension, one.position, rival.position
