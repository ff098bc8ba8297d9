-- title: How fast the starts of trials grow in each segment, and whether faster than in the rest.
-- grain: report, dimension, segment
-- definition: The report's own cohort, all scopes, whole trials. Growth is the factor a year of a Poisson log-linear trend
--   over the last six complete calendar years, with 90 % intervals over Bayesian bootstrap draws of trials
--   (estimates.segment_growth); the rest are all other trials of the cohort. The year of the snapshot is left out, and
--   trials that are registered late may still be added to the last years. Verdict: faster or slower than the rest where its
--   probability is at least 0.95 or at most 0.05, else open; no_starts without a start in these years.
-- column report: id of the report
-- column dimension: what the market is split by
-- column segment: id of the segment
-- column segment_title: name of the segment
-- column segment_position: place in the report's order, from 1
-- column cohort: id of the report's own cohort
-- column from_year: first of the six years
-- column to_year: last complete year
-- column starts_by_year: starts in each of these years, in order
-- column start_count: starts in all of them
-- column growth: factor a year: median
-- column growth_low: lower end of its 90 % interval
-- column growth_high: upper end of it
-- column probability_rising: probability that starts grow at all
-- column growth_against_rest: growth over that of the rest: median; null without a rest
-- column growth_against_rest_low: lower end of its 90 % interval
-- column growth_against_rest_high: upper end of it
-- column probability_faster: probability that the segment grows faster than the rest
-- column probability_fastest: probability that no other segment of the dimension grows faster; null for residual segments
-- column verdict: faster, slower, open or no_starts
-- column report_version: version of the report's file
-- column snapshot_id: id of the snapshot
-- column rule_version: version of the classifier's rules
WITH clock AS (
  SELECT year(value::DATE)::INTEGER - 1 AS last_year
  FROM raw.snapshot_fact
  WHERE key = 'as_of'
),
started AS (
  SELECT cell.report, cell.dimension, cell.segment, list(start_year) AS years
  FROM concepts.cell_member
  JOIN concepts.numbered_cell AS cell USING (cell_number)
  JOIN raw.report AS listed ON listed.report = cell.report AND listed.default_cohort = cell.cohort
  JOIN concepts.trial_fact AS fact USING (trial)
  JOIN concepts.growth_start AS start ON start.nct_id = fact.nct_id
  WHERE counting = 'whole'
  GROUP BY cell.report, cell.dimension, cell.segment
)
SELECT
  report, dimension, segment,
  listed.title AS segment_title,
  listed.position AS segment_position,
  report.default_cohort AS cohort,
  last_year - 5 AS from_year,
  last_year AS to_year,
  list_transform(
    range(last_year - 5, last_year + 1),
    LAMBDA one: len(list_filter(coalesce(years, []), LAMBDA other: other = one))
  ) AS starts_by_year,
  len(coalesce(years, [])) AS start_count,
  growth, growth_low, growth_high, probability_rising,
  growth_against_rest, growth_against_rest_low, growth_against_rest_high,
  probability_faster, probability_fastest,
  CASE
    WHEN years IS NULL THEN 'no_starts'
    WHEN probability_faster >= 0.95 THEN 'faster'
    WHEN probability_faster <= 0.05 THEN 'slower'
    ELSE 'open'
  END AS verdict,
  report.version AS report_version,
  (SELECT value FROM raw.snapshot_fact WHERE key = 'snapshot_id') AS snapshot_id,
  (SELECT value FROM raw.snapshot_fact WHERE key = 'rule_version') AS rule_version
FROM raw.segment AS listed
CROSS JOIN clock
JOIN raw.report AS report USING (report)
LEFT JOIN started USING (report, dimension, segment)
LEFT JOIN estimates.segment_growth AS drawn USING (report, dimension, segment)
