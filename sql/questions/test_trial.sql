-- title: The trials that a test of a claim is about.
-- grain: test_number, trial
-- definition: Tracked trials that meet every facet of the test, without peers; a test without facets is about all.
-- column test_number: number of the test (questions.asked_test)
-- column trial: number of the trial (questions.trial_figure)
-- column has_started: true if the trial has started; not if it was withdrawn or lies ahead
-- column is_in_time: true if the trial started in the days that an event is stated for; true where none are stated
-- column is_awaited: true if the trial plans to start in these days and its start lies ahead
WITH need AS (
  SELECT test_number, any_value(date_from::DATE) AS date_from, any_value(date_to::DATE) AS date_to,
    count(DISTINCT facet) FILTER (WHERE facet <> 'peer') AS facets
  FROM questions.asked_test
  LEFT JOIN questions.listed_item USING (report, claim, test, test_number)
  WHERE method <> 'none'
  GROUP BY test_number
),
met AS (
  SELECT test_number, trial, bit_count(bit_or(facet_bit))::BIGINT AS facets
  FROM questions.item_trial
  JOIN questions.listed_item USING (test_number, item_number)
  WHERE facet_bit > 0
  GROUP BY test_number, trial
),
-- Two joins, because one with an OR would compare each test with each trial.
about AS (
  SELECT test_number, date_from, date_to, trial
  FROM need
  CROSS JOIN questions.trial_figure
  WHERE need.facets = 0
  UNION ALL
  SELECT test_number, date_from, date_to, trial
  FROM need
  JOIN met USING (test_number, facets)
),
dated AS (
  SELECT trial, start_date, coalesce(has_started, false) AS has_started, coalesce(overall_status, '') AS status
  FROM questions.trial_figure
  JOIN staging.study USING (nct_id)
  LEFT JOIN concepts.start_year USING (nct_id)
)
SELECT
  test_number,
  trial,
  has_started,
  date_from IS NULL OR coalesce(has_started AND start_date BETWEEN date_from AND date_to, false) AS is_in_time,
  coalesce(NOT has_started AND status <> 'WITHDRAWN' AND start_date BETWEEN date_from AND date_to, false) AS is_awaited
FROM about
JOIN dated USING (trial)
