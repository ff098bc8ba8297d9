-- title: Segments, shares and cohorts must refer to listed entries.
-- definition: Reports, default cohorts, cohort rules and share intervals refer to existing rows.
SELECT 'segment of an unknown report' AS problem, report AS id FROM raw.segment ANTI JOIN raw.report USING (report)
UNION
SELECT 'default cohort is not listed' AS problem, default_cohort AS id FROM raw.report
WHERE default_cohort NOT IN (SELECT cohort FROM raw.cohort)
UNION
SELECT 'rule of an unknown cohort' AS problem, cohort AS id FROM raw.cohort_rule ANTI JOIN raw.cohort USING (cohort)
UNION
SELECT 'share of an unknown segment' AS problem, report || '/' || dimension || '/' || segment AS id
FROM raw.share_interval ANTI JOIN raw.segment USING (report, dimension, segment)
