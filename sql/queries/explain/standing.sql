-- title: What became of trials: the present id of a former one, and why and when a trial left the tracked set.
-- definition: One row for each id asked for; all is null for an id of a tracked trial and for an unknown one.
SELECT
  asked.nct_id,
  former.nct_id AS present_id,
  gone.registry_day AS left_on,
  gone.reason AS left_because,
  gone.new_value AS fate
FROM (SELECT unnest($trials) AS nct_id) AS asked
LEFT JOIN staging.former_id AS former ON former.former_id = asked.nct_id
LEFT JOIN (
  FROM marts.change
  WHERE kind = 'left' AND NOT is_tracked
  QUALIFY row_number() OVER (PARTITION BY nct_id ORDER BY seen DESC) = 1
) AS gone ON gone.nct_id = asked.nct_id
QUALIFY row_number() OVER (PARTITION BY asked.nct_id ORDER BY former.nct_id) = 1
