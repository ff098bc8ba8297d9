-- title: The trials of each watchlist.
-- definition: A trial is on a list by an agent under study, by the parent company of its sponsor, or by a segment.
WITH watched AS (
  SELECT watch.watchlist, watch.title, agent_trial.nct_id
  FROM raw.watch JOIN concepts.agent_trial ON watch.kind = 'agent' AND agent_trial.agent = watch.name
  UNION
  SELECT watch.watchlist, watch.title, sponsor.nct_id
  FROM raw.watch JOIN concepts.sponsor_parent AS sponsor
    ON watch.kind = 'company' AND watch.name IN (sponsor.company, sponsor.sponsor_parent)
  UNION
  SELECT watch.watchlist, watch.title, place.nct_id
  FROM raw.watch JOIN marts.trial_segment AS place
    ON watch.kind = 'segment' AND place.report = watch.report AND place.dimension = watch.dimension
      AND place.segment = watch.name
)
SELECT watchlist, title, nct_id FROM watched WHERE nct_id IN (SELECT nct_id FROM staging.tracked)
UNION
SELECT DISTINCT watchlist, title, NULL FROM raw.watch
ORDER BY watchlist, nct_id
