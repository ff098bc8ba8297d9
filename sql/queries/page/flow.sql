-- title: From what the searches found to what a figure counts, for each market report, for the page.
SELECT report, default_cohort,
  (SELECT count(*) FROM raw.search) AS search_count,
  (SELECT count(*) FROM staging.search_hit WHERE is_open) AS hit_count,
  (SELECT count(*) FROM staging.tracked) AS tracked_count,
  (SELECT count(*) FROM concepts.cohort WHERE cohort = default_cohort) AS cohort_count,
  (SELECT count(*) FROM concepts.cohort JOIN concepts.trial_scope USING (nct_id)
    WHERE cohort = default_cohort AND scope = 'active') AS active_count
FROM raw.report
WHERE kind = 'market'
ORDER BY report
