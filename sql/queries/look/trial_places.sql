-- title: The segments of the reports that one trial is in.
SELECT report, dimension, named.title AS dimension_title, segment, segment_title
FROM marts.trial_segment
JOIN raw.dimension AS named USING (report, dimension)
WHERE nct_id = $nct GROUP BY ALL ORDER BY ALL
