-- title: The pipeline of each segment.
-- grain: report, dimension, segment, cohort, counting
-- definition: Every segment of every report has a row, empty ones too, and trials in no segment of a dimension stand under
--   "unclassified". Counting: whole = a trial counts once in each of its segments; fractional = it is split evenly over
--   them, and so is everything that is counted of it; per_site (dimensions that are judged by site) = each site counts
--   once in unit_count, while trials with such a site count once and their patients are spread evenly over their sites.
--   Growth compares the last three complete calendar years with the three before; a year is complete when the snapshot
--   lies after it. Its interval is exact up to Wilson's approximation: given their sum, two Poisson counts are binomial.
-- column report: id of the report
-- column dimension: what the market is split by
-- column segment: id of the segment, or unclassified
-- column cohort: id of the cohort
-- column counting: whole, fractional or per_site
-- column segment_title: name of the segment
-- column segment_position: place in the report's order, from 1; null for unclassified
-- column cohort_trial_count: trials of the cohort; under per_site those that list a site
-- column unit_total: what shares are taken of: trials of the cohort, or under per_site all their sites
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
-- column sponsor_count: distinct lead sponsors, companies folded into their parents
-- column site_count: sites in the segment; null for segments that are not judged by site
-- column recent_from_year: first of the last three complete years
-- column recent_to_year: last complete year
-- column recent_start_count: trials that started in the last three complete years
-- column earlier_start_count: trials that started in the three years before
-- column growth_ratio: recent starts divided by earlier starts; null without earlier ones
-- column growth_ratio_low: lower end of its 95 % interval; null without starts
-- column growth_ratio_high: upper end of its 95 % interval; null where it has no bound
-- column report_version: version of the report's file
-- column snapshot_id: id of the snapshot
-- column rule_version: version of the classifier's rules
WITH clock AS (
  SELECT year(value::DATE)::INTEGER - 1 AS last_year
  FROM raw.snapshot_fact
  WHERE key = 'as_of'
),
dimensions AS (
  SELECT
    report,
    dimension,
    (report, dimension) IN (SELECT (report, dimension) FROM concepts.segment_rule WHERE by_site) AS is_by_site
  FROM (SELECT DISTINCT report, dimension FROM raw.segment)
),
facts AS (
  SELECT
    tracked.nct_id,
    is_active,
    phase_bucket,
    CASE WHEN has_started THEN start_year END AS year,
    planned_patient_count AS patients,
    sponsor_parent
  FROM staging.tracked
  LEFT JOIN concepts.status_group USING (nct_id)
  LEFT JOIN concepts.phase_bucket USING (nct_id)
  LEFT JOIN concepts.start_year USING (nct_id)
  LEFT JOIN concepts.enrolment USING (nct_id)
  LEFT JOIN concepts.sponsor_parent USING (nct_id)
),
sites AS (
  SELECT nct_id, count(*) AS site_total
  FROM staging.site
  GROUP BY nct_id
),
placed AS (
  SELECT DISTINCT report, dimension, nct_id, position
  FROM concepts.site_segment
  JOIN concepts.segment_membership USING (report, dimension, segment, nct_id)
),
unplaced AS (
  SELECT dimensions.report, dimensions.dimension, site.nct_id, count(*) AS site_count
  FROM dimensions
  CROSS JOIN staging.site
  LEFT JOIN placed
    ON placed.report = dimensions.report AND placed.dimension = dimensions.dimension
      AND placed.nct_id = site.nct_id AND placed.position = site.position
  WHERE dimensions.is_by_site AND placed.nct_id IS NULL
  GROUP BY dimensions.report, dimensions.dimension, site.nct_id
),
assigned AS (
  SELECT
    cohort.cohort,
    dimensions.report,
    dimensions.dimension,
    cohort.nct_id,
    coalesce(member.segment, 'unclassified') AS segment,
    coalesce(member.weight, 1.0) AS weight,
    CASE WHEN member.segment IS NULL THEN unplaced.site_count ELSE member.site_count END AS site_count
  FROM concepts.cohort
  CROSS JOIN dimensions
  LEFT JOIN concepts.segment_membership AS member
    ON member.nct_id = cohort.nct_id AND member.report = dimensions.report AND member.dimension = dimensions.dimension
  LEFT JOIN unplaced
    ON unplaced.nct_id = cohort.nct_id AND unplaced.report = dimensions.report
      AND unplaced.dimension = dimensions.dimension
),
counted AS (
  SELECT cohort, report, dimension, nct_id, segment, 'whole' AS counting,
    1.0::DOUBLE AS weight, 1.0::DOUBLE AS units, 1.0::DOUBLE AS patient_weight, site_count
  FROM assigned
  UNION ALL
  SELECT cohort, report, dimension, nct_id, segment, 'fractional' AS counting,
    weight, weight AS units, weight AS patient_weight, site_count
  FROM assigned
  UNION ALL
  SELECT cohort, report, dimension, nct_id, segment, 'per_site' AS counting,
    1.0 AS weight, site_count AS units, site_count / site_total AS patient_weight, site_count
  FROM assigned
  JOIN sites USING (nct_id)
  WHERE segment <> 'unclassified' AND site_count > 0
  UNION ALL
  SELECT cohort, report, dimension, nct_id, 'unclassified' AS segment, 'per_site' AS counting,
    1.0 AS weight, site_count AS units, site_count / site_total AS patient_weight, site_count
  FROM concepts.cohort
  JOIN unplaced USING (nct_id)
  JOIN sites USING (nct_id)
),
totals AS (
  SELECT
    cohort,
    count(nct_id) AS trials,
    count(site_total) AS trials_with_site,
    coalesce(sum(site_total), 0) AS sites
  FROM raw.cohort
  LEFT JOIN concepts.cohort USING (cohort)
  LEFT JOIN sites USING (nct_id)
  GROUP BY cohort
),
grid AS (
  SELECT segments.*, totals.*, counting
  FROM (
    SELECT report, dimension, segment, position, title, is_by_site
    FROM raw.segment
    JOIN dimensions USING (report, dimension)
    UNION ALL
    SELECT report, dimension, 'unclassified', NULL, 'Unclassified', is_by_site
    FROM dimensions
  ) AS segments
  CROSS JOIN totals
  CROSS JOIN (VALUES ('whole'), ('fractional'), ('per_site')) AS countings(counting)
  WHERE counting <> 'per_site' OR is_by_site
),
sums AS (
  SELECT
    cohort,
    report,
    dimension,
    segment,
    counting,
    sum(units) AS unit_count,
    sum(weight) AS trial_count,
    sum(weight) FILTER (WHERE is_active) AS active,
    sum(weight) FILTER (WHERE phase_bucket = 'early_phase_1') AS early_phase_1,
    sum(weight) FILTER (WHERE phase_bucket = 'phase_1') AS phase_1,
    sum(weight) FILTER (WHERE phase_bucket = 'phase_1_2') AS phase_1_2,
    sum(weight) FILTER (WHERE phase_bucket = 'phase_2') AS phase_2,
    sum(weight) FILTER (WHERE phase_bucket = 'phase_2_3') AS phase_2_3,
    sum(weight) FILTER (WHERE phase_bucket = 'phase_3') AS phase_3,
    sum(weight) FILTER (WHERE phase_bucket = 'phase_4') AS phase_4,
    sum(weight) FILTER (WHERE phase_bucket = 'not_applicable') AS not_applicable,
    sum(weight) FILTER (WHERE phase_bucket IN ('none', 'other')) AS no_phase,
    sum(patients * patient_weight) AS patients,
    count(DISTINCT sponsor_parent) AS sponsors,
    sum(site_count)::BIGINT AS sites,
    sum(weight) FILTER (WHERE is_recent_start(year, last_year)) AS recent,
    sum(weight) FILTER (WHERE is_earlier_start(year, last_year)) AS earlier
  FROM counted
  JOIN facts USING (nct_id)
  CROSS JOIN clock
  GROUP BY cohort, report, dimension, segment, counting
),
rounded AS (
  -- Sums of thirds differ in their last digits with the order of addition; rounding keeps two builds alike.
  SELECT
    grid.report,
    grid.dimension,
    grid.segment,
    grid.cohort,
    grid.counting,
    grid.title AS segment_title,
    grid.position AS segment_position,
    CASE WHEN counting = 'per_site' THEN trials_with_site ELSE trials END AS cohort_trial_count,
    CASE WHEN counting = 'per_site' THEN grid.sites ELSE trials END::BIGINT AS unit_total,
    round(coalesce(unit_count, 0), 9) AS unit_count,
    round(coalesce(trial_count, 0), 9) AS trial_count,
    round(coalesce(active, 0), 9) AS active_trial_count,
    round(coalesce(early_phase_1, 0), 9) AS early_phase_1_trial_count,
    round(coalesce(phase_1, 0), 9) AS phase_1_trial_count,
    round(coalesce(phase_1_2, 0), 9) AS phase_1_2_trial_count,
    round(coalesce(phase_2, 0), 9) AS phase_2_trial_count,
    round(coalesce(phase_2_3, 0), 9) AS phase_2_3_trial_count,
    round(coalesce(phase_3, 0), 9) AS phase_3_trial_count,
    round(coalesce(phase_4, 0), 9) AS phase_4_trial_count,
    round(coalesce(not_applicable, 0), 9) AS not_applicable_phase_trial_count,
    round(coalesce(no_phase, 0), 9) AS no_phase_trial_count,
    round(coalesce(patients, 0), 6) AS planned_patient_count,
    coalesce(sponsors, 0) AS sponsor_count,
    CASE WHEN is_by_site THEN coalesce(sums.sites, 0) END AS site_count,
    last_year - 2 AS recent_from_year,
    last_year AS recent_to_year,
    round(coalesce(recent, 0), 9) AS recent_start_count,
    round(coalesce(earlier, 0), 9) AS earlier_start_count
  FROM grid
  CROSS JOIN clock
  LEFT JOIN sums USING (cohort, report, dimension, segment, counting)
),
bounded AS (
  SELECT
    *,
    wilson_low(recent_start_count, recent_start_count + earlier_start_count) AS low,
    wilson_high(recent_start_count, recent_start_count + earlier_start_count) AS high
  FROM rounded
)
SELECT
  bounded.* EXCLUDE (low, high),
  CASE WHEN earlier_start_count > 0 THEN recent_start_count / earlier_start_count END AS growth_ratio,
  CASE WHEN low < 1 THEN low / (1 - low) END AS growth_ratio_low,
  CASE WHEN earlier_start_count > 0 AND high < 1 THEN high / (1 - high) END AS growth_ratio_high,
  report.version AS report_version,
  (SELECT value FROM raw.snapshot_fact WHERE key = 'snapshot_id') AS snapshot_id,
  (SELECT value FROM raw.snapshot_fact WHERE key = 'rule_version') AS rule_version
FROM bounded
JOIN raw.report AS report USING (report)
