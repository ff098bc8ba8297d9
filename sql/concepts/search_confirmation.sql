-- title: The trials with the labels that a search is for.
-- grain: search, nct_id
-- definition: A trial is a target of a search if it has any listed label on every axis that is listed, whether or not the
--   search found it, and if one of these labels rests on an agent of the search, where that names its agents. A search
--   without listed labels has no targets.
-- column search: id of the search
-- column nct_id: registry id of the trial
WITH need AS (
  SELECT search, count(DISTINCT axis) AS axes
  FROM raw.search_target
  GROUP BY search
),
labelled AS (
  SELECT target.search, trial.nct_id
  FROM raw.search_target AS target
  JOIN need USING (search)
  JOIN concepts.trial_label AS trial ON trial.axis = target.axis AND trial.label = target.label
  GROUP BY target.search, trial.nct_id, need.axes
  HAVING count(DISTINCT target.axis) = need.axes
),
named AS (
  SELECT DISTINCT target.search, evidence.nct_id
  FROM raw.search_target AS target
  JOIN raw.search_agent AS means USING (search)
  JOIN raw.evidence AS evidence
    ON evidence.axis = target.axis AND evidence.label = target.label AND evidence.term = means.agent
)
SELECT search, nct_id
FROM labelled
WHERE search NOT IN (SELECT search FROM raw.search_agent) OR (search, nct_id) IN (SELECT (search, nct_id) FROM named)
