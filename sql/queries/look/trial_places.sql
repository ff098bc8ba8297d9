-- title: The segments of the reports that one trial is in.
SELECT report, dimension, segment FROM marts.trial_segment WHERE nct_id = $nct GROUP BY ALL ORDER BY ALL
