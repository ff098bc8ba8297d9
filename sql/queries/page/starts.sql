-- title: Tracked trials by the year of their start, for the page; years before any are left out.
SELECT start_year, count(*) AS trial_count
FROM marts.trial
WHERE start_year IS NOT NULL
GROUP BY start_year
ORDER BY start_year
