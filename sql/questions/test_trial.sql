-- title: The trials that a test of a claim is about.
-- grain: report, claim, test, nct_id
-- published: as a view
-- definition: Tracked trials that meet every facet of the test, without peers; a test without facets is about all.
-- column report: id of the report
-- column claim: id of the claim
-- column test: number of the test within the claim
-- column nct_id: registry id of the trial
-- column has_started: true if the trial has started; not if it was withdrawn or lies ahead
-- column is_in_time: true if the trial started in the days that an event is stated for; true where none are stated
-- column is_awaited: true if the trial plans to start in these days and its start lies ahead
WITH need AS (
  SELECT test.report, test.claim, test.test, any_value(date_from) AS date_from, any_value(date_to) AS date_to,
    count(DISTINCT facet) FILTER (WHERE facet <> 'peer') AS facets
  FROM raw.claim_test AS test
  LEFT JOIN raw.claim_target AS target USING (report, claim, test)
  WHERE method <> 'none'
  GROUP BY test.report, test.claim, test.test
),
met AS (
  SELECT report, claim, test, nct_id, count(*) AS facets
  FROM (SELECT DISTINCT report, claim, test, facet, nct_id FROM questions.item_trial WHERE facet <> 'peer')
  GROUP BY report, claim, test, nct_id
),
-- Two joins, because one with an OR would compare each test with each trial.
about AS (
  SELECT report, claim, test, date_from, date_to, nct_id
  FROM need
  CROSS JOIN staging.study
  WHERE need.facets = 0
  UNION ALL
  SELECT report, claim, test, date_from, date_to, nct_id
  FROM need
  JOIN met USING (report, claim, test, facets)
)
SELECT
  about.report,
  about.claim,
  about.test,
  study.nct_id,
  coalesce(has_started, false) AS has_started,
  date_from IS NULL
    OR coalesce(has_started AND start_date BETWEEN date_from::DATE AND date_to::DATE, false) AS is_in_time,
  coalesce(
    NOT has_started AND coalesce(overall_status, '') <> 'WITHDRAWN'
      AND start_date BETWEEN date_from::DATE AND date_to::DATE,
    false
  ) AS is_awaited
FROM about
JOIN staging.study ON study.nct_id = about.nct_id
LEFT JOIN concepts.start_year ON start_year.nct_id = study.nct_id
