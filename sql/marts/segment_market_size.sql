-- title: The market of each segment, year by year, in US dollars.
-- grain: report, dimension, segment, year
-- definition: Every year of the report's headline estimate, in billions of US dollars: the market's size as printed, or at
--   an even yearly rate between printed sizes, times the segment's share interval. Where no claim bounds a share, no
--   size is given. The rounding of the market's size is not part of the interval.
-- column report: id of the report
-- column dimension: what the market is split by
-- column segment: id of the segment
-- column year: calendar year
-- column segment_title: name of the segment
-- column segment_position: place in the report's order, from 1
-- column market_usd_bn_low: size in billions at the smallest share that the claims allow; null without any claim
-- column market_usd_bn: size at the mean over all shares that they allow; null without any claim
-- column market_usd_bn_high: size at the largest share that they allow; null without any claim
-- column market_basis: of the share: reported, bounded, rank_implied or none
-- column size_basis: of the market's size: printed, interpolated or extended
-- column share_year: year whose shares are used
-- column derivation: basis of share and size, in words
-- column report_version: version of the report's file
-- column snapshot_id: id of the snapshot
-- column rule_version: version of the classifier's rules
SELECT
  size.report,
  size.dimension,
  size.segment,
  size.year,
  segment.title AS segment_title,
  segment.position AS segment_position,
  CASE WHEN size.basis <> 'none' THEN size.usd_million_low / 1000 END AS market_usd_bn_low,
  CASE WHEN size.basis <> 'none' THEN size.usd_million / 1000 END AS market_usd_bn,
  CASE WHEN size.basis <> 'none' THEN size.usd_million_high / 1000 END AS market_usd_bn_high,
  size.basis AS market_basis,
  size.size_basis,
  size.share_year,
  size.derivation,
  report.version AS report_version,
  (SELECT value FROM raw.snapshot_fact WHERE key = 'snapshot_id') AS snapshot_id,
  (SELECT value FROM raw.snapshot_fact WHERE key = 'rule_version') AS rule_version
FROM raw.segment_size AS size
JOIN raw.segment AS segment USING (report, dimension, segment)
JOIN raw.report AS report USING (report)
