-- title: The figures of every cell that two days are compared in.
-- definition: No cohort means the default one of each report. Counts and shares are of all trials of the cohort, in
--   whatever state; the verdict is that of the active pipeline, which the comparison shows.
SELECT cell.report, cell.dimension, cell.segment, cell.cohort, cell.counting, cell.segment_title, trial_count,
  pipeline_share, pipeline_share_low, pipeline_share_high, coalesce(overall.verdict, 'no_market_share') AS verdict
FROM marts.segment_pipeline AS cell
JOIN raw.report AS report USING (report)
LEFT JOIN marts.segment_verdict AS overall
  ON overall.report = cell.report AND overall.dimension = cell.dimension AND overall.segment = cell.segment
    AND overall.cohort = cell.cohort AND overall.scope = 'active'
WHERE counting = $counting AND cell.scope = 'all' AND cell.cohort = coalesce($cohort, default_cohort)
  AND ($report IS NULL OR report = $report) AND (kind = 'market' OR report = $report)
  AND ($dimension IS NULL OR cell.dimension = $dimension) AND ($segment IS NULL OR cell.segment = $segment)
ORDER BY cell.report, cell.dimension, cell.segment_position NULLS LAST
