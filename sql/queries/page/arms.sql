-- title: The arms of each trial, for the page's cards.
SELECT nct_id, arm, lower(replace(arm_type, '_', ' ')) AS arm_type, intervention_names
FROM staging.arm
JOIN staging.tracked USING (nct_id)
ORDER BY nct_id, position
