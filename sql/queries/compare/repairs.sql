-- title: The market shares that each repair of contradictory claims gives.
-- definition: One row for each repair: what it sets aside, and mean (smallest to largest) share of each segment in per cent.
SELECT report, named.title AS dimension, set_aside,
  string_agg(
    format('{} {:.1f} ({:.1f}–{:.1f})', segment.title, 100 * point, 100 * low, 100 * high), ', ' ORDER BY segment.position
  ) AS gives_percent
FROM raw.share_repair
JOIN raw.segment AS segment USING (report, dimension, segment)
JOIN raw.dimension AS named USING (report, dimension)
WHERE $report IS NULL OR report = $report
GROUP BY report, named.position, named.title, repair, set_aside
ORDER BY report, named.position, repair
