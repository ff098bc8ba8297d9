-- title: The pipeline of each segment.
-- grain: report, dimension, segment, cohort, scope, counting
-- definition: Every segment of every report has a row, even without trials, and trials in no segment of a dimension are
--   listed under "unclassified". Counting: whole = a trial counts once in each of its segments; fractional = it is
--   split evenly over them, with all its counts; per_site (dimensions that are counted by site) = each site counts once
--   in unit_count, while trials with such a site count once and their patients are spread evenly over their sites.
--   Growth is the same in all scopes; it compares the last three complete calendar years with the three before; a year
--   is complete when the snapshot is later. Its interval is exact up to Wilson's approximation: given their sum, two
--   Poisson counts are binomial.
-- column report: id of the report
-- column dimension: what the market is split by
-- column segment: id of the segment, or unclassified
-- column cohort: id of the cohort
-- column scope: active, late or all: which trials count as pipeline
-- column counting: whole, fractional or per_site
-- column segment_title: name of the segment
-- column segment_position: place in the report's order, from 1; null for unclassified
-- column cohort_trial_count: trials of the cohort in the scope; under per_site those that list a site
-- column unit_total: these trials, or under per_site all their sites
-- column unit_count: what is counted here: trials, split trials, or sites
-- column trial_count: trials
-- column active_trial_count: trials that are not yet recruiting, recruiting, enrolling, or active
-- column early_phase_1_trial_count: trials in early phase 1
-- column phase_1_trial_count: trials in phase 1
-- column phase_1_2_trial_count: trials in phase 1/2
-- column phase_2_trial_count: trials in phase 2
-- column phase_2_3_trial_count: trials in phase 2/3
-- column phase_3_trial_count: trials in phase 3
-- column phase_4_trial_count: trials in phase 4
-- column not_applicable_phase_trial_count: trials for which phases do not apply
-- column no_phase_trial_count: trials without a phase, or with one that is not known
-- column planned_patient_count: patients planned or enrolled, placeholders left out
-- column sponsor_count: distinct lead sponsors, with companies counted as their parents
-- column site_count: sites in the segment; null for segments that are not counted by site
-- column recent_from_year: first of the last three complete years
-- column recent_to_year: last complete year
-- column recent_start_count: trials that started in the last three complete years
-- column earlier_start_count: trials that started in the three years before; growth itself is in marts.segment_growth
-- column pipeline_share: unit_count over unit_total, trials in no segment included in the total; null for an empty cohort
-- column pipeline_share_low: lower end of its 95 % interval, Wilson's over as many trials as concepts.effective_trial says
-- column pipeline_share_high: upper end of that interval
-- column report_version: version of the report's file
-- column snapshot_id: id of the snapshot
-- column rule_version: version of the classifier's rules
WITH clock AS (
  SELECT year(value::DATE)::INTEGER - 1 AS last_year
  FROM raw.snapshot_fact
  WHERE key = 'as_of'
),
-- Sums of exact numbers do not depend on their order, so what trials of one kind add to a segment is added up first.
fact AS (
  SELECT *, dense_rank() OVER (ORDER BY is_active, phase_bucket, started_year, scope_set) AS kind,
    CASE WHEN sponsor_parent IS NOT NULL THEN dense_rank() OVER (ORDER BY sponsor_parent) END AS sponsor
  FROM concepts.trial_fact
  JOIN (SELECT trial, scope_set FROM concepts.scope_set) USING (trial)
),
kind AS (
  SELECT DISTINCT kind, is_active, phase_bucket, started_year, scope_set
  FROM fact
),
added AS (
  SELECT
    cell_number, kind,
    sum(exact(weight)) AS weight,
    sum(exact(units)) AS units,
    sum(exact(patient_weight * planned_patient_count)) AS patients,
    sum(site_count) AS site_count
  FROM concepts.cell_member
  JOIN fact USING (trial)
  GROUP BY cell_number, kind
),
started AS (
  -- Growth is counted over all trials, because among active ones the older starts are missing.
  SELECT
    report, dimension, segment, cohort, counting,
    sum(weight) FILTER (WHERE is_recent_start(started_year, last_year)) AS recent,
    sum(weight) FILTER (WHERE is_earlier_start(started_year, last_year)) AS earlier
  FROM added
  JOIN kind USING (kind)
  JOIN concepts.numbered_cell USING (cell_number)
  CROSS JOIN clock
  GROUP BY report, dimension, segment, cohort, counting
),
placed AS (
  SELECT
    report, dimension, segment, cohort, scope, counting,
    sum(units) AS units,
    sum(weight) AS weight,
    sum(weight) FILTER (WHERE is_active) AS active,
    sum(weight) FILTER (WHERE phase_bucket = 'early_phase_1') AS early_phase_1,
    sum(weight) FILTER (WHERE phase_bucket = 'phase_1') AS phase_1,
    sum(weight) FILTER (WHERE phase_bucket = 'phase_1_2') AS phase_1_2,
    sum(weight) FILTER (WHERE phase_bucket = 'phase_2') AS phase_2,
    sum(weight) FILTER (WHERE phase_bucket = 'phase_2_3') AS phase_2_3,
    sum(weight) FILTER (WHERE phase_bucket = 'phase_3') AS phase_3,
    sum(weight) FILTER (WHERE phase_bucket = 'phase_4') AS phase_4,
    sum(weight) FILTER (WHERE phase_bucket = 'not_applicable') AS not_applicable_phase,
    sum(weight) FILTER (WHERE phase_bucket IN ('none', 'other')) AS no_phase,
    sum(patients) AS patients,
    sum(site_count) AS sites
  FROM added
  JOIN kind USING (kind)
  JOIN concepts.numbered_cell USING (cell_number)
  JOIN concepts.scope_of_set USING (scope_set)
  GROUP BY report, dimension, segment, cohort, scope, counting
),
sponsored AS (
  -- A trial that is split over segments is in each of them, as where it counts once in each.
  SELECT report, dimension, segment, cohort, scope, count(DISTINCT sponsor) AS sponsors,
    unnest(CASE cell.counting WHEN 'whole' THEN ['whole', 'fractional'] ELSE [cell.counting] END) AS counting
  FROM (
    SELECT DISTINCT cell_number, sponsor, scope_set
    FROM concepts.cell_member
    JOIN concepts.numbered_cell USING (cell_number)
    JOIN fact USING (trial)
    WHERE counting <> 'fractional' AND sponsor IS NOT NULL
  )
  JOIN concepts.numbered_cell AS cell USING (cell_number)
  JOIN concepts.scope_of_set USING (scope_set)
  GROUP BY report, dimension, segment, cohort, scope, cell.counting
),
counted AS (
  SELECT
    report, dimension, segment, cohort, scope, counting, segment_title, segment_position, cohort_trial_count, unit_total,
    tally(units) AS unit_count,
    tally(weight) AS trial_count,
    tally(active) AS active_trial_count,
    tally(early_phase_1) AS early_phase_1_trial_count,
    tally(phase_1) AS phase_1_trial_count,
    tally(phase_1_2) AS phase_1_2_trial_count,
    tally(phase_2) AS phase_2_trial_count,
    tally(phase_2_3) AS phase_2_3_trial_count,
    tally(phase_3) AS phase_3_trial_count,
    tally(phase_4) AS phase_4_trial_count,
    tally(not_applicable_phase) AS not_applicable_phase_trial_count,
    tally(no_phase) AS no_phase_trial_count,
    round(tally(patients), 6) AS planned_patient_count,
    coalesce(sponsors, 0) AS sponsor_count,
    CASE WHEN by_site THEN coalesce(sites, 0)::BIGINT END AS site_count,
    last_year - 2 AS recent_from_year,
    last_year AS recent_to_year,
    tally(recent) AS recent_start_count,
    tally(earlier) AS earlier_start_count
  FROM concepts.segment_cell
  CROSS JOIN clock
  LEFT JOIN placed USING (report, dimension, segment, cohort, scope, counting)
  LEFT JOIN sponsored USING (report, dimension, segment, cohort, scope, counting)
  LEFT JOIN started USING (report, dimension, segment, cohort, counting)
),
bounded AS (
  SELECT
    *,
    CASE WHEN unit_total > 0 THEN unit_count / unit_total END AS share
  FROM counted
)
SELECT
  bounded.* EXCLUDE (share),
  share AS pipeline_share,
  wilson_low(share * among_all, among_all, all_quantile) AS pipeline_share_low,
  wilson_high(share * among_all, among_all, all_quantile) AS pipeline_share_high,
  report.version AS report_version,
  (SELECT value FROM raw.snapshot_fact WHERE key = 'snapshot_id') AS snapshot_id,
  (SELECT value FROM raw.snapshot_fact WHERE key = 'rule_version') AS rule_version
FROM bounded
JOIN concepts.effective_trial USING (report, dimension, segment, cohort, scope, counting)
JOIN raw.report AS report USING (report)
