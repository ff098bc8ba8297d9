-- title: The segments of all reports, how many tracked trials each holds, and its market share, for the page's filters.
-- definition: The market share as quantiles of what the claims allow (estimates.market_quantile); null where nothing is
--   compared.
SELECT report, dimension, named.title AS dimension_title, by_site, segment, segment.title, segment.position,
  count(nct_id) AS trial_count, segment.not_mappable IS NULL AS is_compared, quantiles
FROM raw.segment AS segment
JOIN raw.dimension AS named USING (report, dimension)
JOIN concepts.dimension USING (report, dimension)
LEFT JOIN concepts.segment_membership USING (report, dimension, segment)
LEFT JOIN estimates.market_quantile USING (report, dimension, segment)
GROUP BY ALL
ORDER BY report, dimension, segment.position
