-- title: A trial that a search holds must have a current record.
-- definition: Every open hit has a version; otherwise figures would miss a trial.
SELECT search_hit.search, search_hit.nct_id
FROM staging.search_hit
LEFT JOIN staging.tracked USING (nct_id)
WHERE search_hit.is_open AND tracked.nct_id IS NULL
