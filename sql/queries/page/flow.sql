-- title: From what the searches found to what a figure counts, for each cohort and scope, for the page.
SELECT cohort.cohort, title, scope, count(nct_id) AS scope_count,
  (SELECT count(*) FROM raw.search) AS search_count,
  (SELECT count(*) FROM staging.search_hit WHERE is_open) AS hit_count,
  (SELECT count(*) FROM staging.tracked) AS tracked_count,
  (SELECT count(*) FROM concepts.cohort AS member WHERE member.cohort = cohort.cohort) AS cohort_count
FROM raw.cohort AS cohort
CROSS JOIN (VALUES ('active'), ('late'), ('all')) AS scopes(scope)
LEFT JOIN (SELECT * FROM concepts.cohort JOIN concepts.trial_scope USING (nct_id)) AS counted USING (cohort, scope)
GROUP BY cohort.cohort, title, scope
ORDER BY cohort.cohort, scope
