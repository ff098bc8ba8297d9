-- title: Fractional shares of a dimension must add to 1.
-- definition: Holds for the pipeline of every cohort with trials, "unclassified" included.
SELECT report, dimension, cohort, round(sum(pipeline_share), 9) AS total
FROM marts.pipeline_vs_market
WHERE counting = 'fractional' AND cohort_trial_count > 0
GROUP BY report, dimension, cohort
HAVING abs(sum(pipeline_share) - 1) > 1e-6
