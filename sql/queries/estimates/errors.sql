-- title: Error rates of the axes that decide each dimension.
SELECT DISTINCT report, dimension, axis, rate, labelled_trial_count
FROM raw.segment_rule
JOIN raw.error_rate USING (axis)
ORDER BY report, dimension, axis
