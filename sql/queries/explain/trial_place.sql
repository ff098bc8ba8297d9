-- title: Where one trial counts: segments of each report, countries, cohorts, and the searches that find it.
-- definition: kind is segment, country, cohort or search. site_count is given for countries, and for segments that are
--   counted by site, such as regions and end users.
SELECT 'segment' AS kind, report, dimension, named.title AS dimension_title, segment AS name, segment_title AS title,
  any_value(site_count) AS site_count
FROM marts.trial_segment JOIN raw.dimension AS named USING (report, dimension) WHERE nct_id = $nct GROUP BY ALL
UNION ALL
SELECT 'country', NULL, NULL, NULL, country, country, count(*) FROM staging.site
WHERE nct_id = $nct AND country IS NOT NULL GROUP BY ALL
UNION ALL
SELECT 'cohort', NULL, NULL, NULL, cohort, title, NULL FROM concepts.cohort JOIN raw.cohort USING (cohort) WHERE nct_id = $nct
UNION ALL
SELECT 'search', NULL, NULL, NULL, search, title, NULL
FROM staging.search_hit JOIN raw.search USING (search) WHERE nct_id = $nct AND is_open
ORDER BY kind = 'country', kind <> 'segment', kind, report, dimension, site_count DESC, name
