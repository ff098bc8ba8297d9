-- title: The trials with the labels that a search is for.
-- grain: search, nct_id
-- definition: A trial is a target of a search if it has any listed label on every axis that is listed, whether or not the
--   search found it. A search without listed labels has no targets.
-- column search: id of the search
-- column nct_id: registry id of the trial
WITH need AS (
  SELECT search, count(DISTINCT axis) AS axes
  FROM raw.search_target
  GROUP BY search
)
SELECT target.search, trial.nct_id
FROM raw.search_target AS target
JOIN need USING (search)
JOIN concepts.trial_label AS trial ON trial.axis = target.axis AND trial.label = target.label
GROUP BY target.search, trial.nct_id, need.axes
HAVING count(DISTINCT target.axis) = need.axes
