-- title: Shares of a dimension must add to 1.
-- definition: Holds for the classified pipeline of every cohort and scope with trials, by trials and by sites.
SELECT report, dimension, cohort, scope, counting, round(sum(pipeline_share), 9) AS total
FROM marts.pipeline_vs_market
WHERE pipeline_share IS NOT NULL
GROUP BY report, dimension, cohort, scope, counting
HAVING abs(sum(pipeline_share) - 1) > 1e-6
