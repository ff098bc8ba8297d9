-- title: Changes of the runs after a given one, with sponsor, phase and segments of the trial.
-- definition: With $posted_after those that the registry posted after that day instead. The gravest first, and of these the trials in the cohort of a report. segments are those of all reports,
--   as report, dimension and title.
WITH placed AS (
  SELECT nct_id, list(segment ORDER BY segment) AS segments
  FROM (
    SELECT DISTINCT nct_id, report || ' ' || named.title || ': ' || segment_title AS segment
    FROM marts.trial_segment
    JOIN raw.dimension AS named USING (report, dimension)
  )
  GROUP BY nct_id
)
SELECT change.nct_id, kind, materiality, reason, change.brief_title, trial.sponsor_parent, trial.phase_bucket,
  coalesce(placed.segments, []) AS segments,
  list_has_any(coalesce(change.cohorts, []), (SELECT list(DISTINCT default_cohort) FROM raw.report)) AS is_in_report_cohort,
  old_value, new_value, slip_days, gained, lost, altered, registry_day, seen, is_tracked, change.cohorts, run
FROM marts.change
LEFT JOIN marts.trial AS trial ON trial.nct_id = change.nct_id
LEFT JOIN placed ON placed.nct_id = change.nct_id
WHERE CASE WHEN $posted_after IS NULL THEN run > $run ELSE registry_day > $posted_after END
ORDER BY list_position(['high', 'medium', 'low'], materiality), is_in_report_cohort DESC, kind, change.nct_id, seen
