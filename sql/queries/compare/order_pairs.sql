-- title: Pairs of segments whose order a report states, and whether the pipeline keeps it.
-- definition: Of every dimension that a comparison shows, in its cohort, scope and counting; the least likely pair first.
SELECT report, dimension, pair.cohort, larger.title AS larger, smaller.title AS smaller, pair.claims,
  probability_kept, only_leading_count, only_trailing_count, p_value_holm, verdict
FROM marts.order_pair AS pair
JOIN raw.segment AS larger USING (report, dimension)
JOIN raw.segment AS smaller USING (report, dimension)
JOIN raw.report AS listed USING (report)
WHERE larger.segment = leading_segment AND smaller.segment = trailing_segment
  AND counting = $counting AND scope = $scope AND pair.cohort = coalesce($cohort, default_cohort)
  AND ($report IS NULL OR report = $report) AND ($dimension IS NULL OR dimension = $dimension)
  AND probability_kept IS NOT NULL
ORDER BY report, dimension, probability_kept, leading_segment, trailing_segment
