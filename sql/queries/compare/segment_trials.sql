-- title: The trials behind one cell of the comparison.
-- definition: With a second segment ($other_segment) only trials in both, as a cell of white space counts them.
SELECT member.nct_id, member.weight, member.site_count, trial.brief_title, sponsor_parent,
  overall_status, phase_bucket, start_date, ici_setting, cancers, modalities, support.rule, support.quote, url
FROM concepts.counted_membership AS member
JOIN concepts.trial_scope USING (nct_id)
JOIN marts.trial AS trial USING (nct_id)
LEFT JOIN marts.trial_segment AS support USING (nct_id, report, dimension, segment)
WHERE member.report = $report AND member.dimension = $dimension AND member.segment = $segment
  AND member.cohort = $cohort AND scope = $scope AND member.counting = $counting
  AND ($other_segment IS NULL OR nct_id IN (
    SELECT nct_id FROM concepts.segment_membership
    WHERE report = $report AND dimension = $other_dimension AND segment = $other_segment))
ORDER BY nct_id
