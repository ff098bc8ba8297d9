-- title: Where the pipeline stands against the market, segment by segment.
-- grain: report, dimension, segment, cohort, counting
-- definition: The pipeline's share with its 95 % Wilson interval over the trials of the cohort, those in no segment
--   included; the market's share with its basis; and their ratio. A segment is over_researched if the whole interval of
--   the ratio lies above 1, under_researched if below, indistinct otherwise, and no_market_share where the report says
--   nothing. Sites of one trial are not independent, so under per_site the interval counts trials. A share of trials is
--   not a share of revenue. Ranks go by the point, and from best to worst as far as intervals that lie apart decide.
--   flips_at moves trials between this segment and the rest, the cohort staying as large as it is.
-- column report: id of the report
-- column dimension: what the market is split by
-- column segment: id of the segment, or unclassified
-- column cohort: id of the cohort
-- column counting: whole, fractional or per_site
-- column segment_title: name of the segment
-- column segment_position: place in the report's order, from 1; null for unclassified
-- column is_default_cohort: true for the cohort that the report is compared on by default
-- column cohort_trial_count: trials that the interval rests on
-- column trial_count: trials in the segment
-- column pipeline_share: share of the pipeline, between 0 and 1; null for an empty cohort
-- column pipeline_share_low: lower end of its interval
-- column pipeline_share_high: upper end of its interval
-- column market_share: mean of the market shares that the report's claims allow; null if it makes none
-- column market_share_low: smallest market share that they allow
-- column market_share_high: largest market share that they allow
-- column market_basis: reported, bounded, rank_implied or none
-- column market_note: what was set aside, if anything
-- column density_ratio: pipeline share divided by market share
-- column density_ratio_low: lower end: smallest pipeline share over largest market share
-- column density_ratio_high: upper end: largest pipeline share over smallest market share; null where it has no bound
-- column verdict: over_researched, under_researched, indistinct or no_market_share
-- column market_year: year that the market's shares and size are for
-- column market_usd_bn: size of the segment in that year, in billions of US dollars, at the mean share
-- column market_usd_bn_low: the same at the smallest share
-- column market_usd_bn_high: the same at the largest share
-- column trials_per_usd_bn: trials for each billion US dollars of the segment, at the mean share
-- column trials_per_usd_bn_low: the same at the largest share
-- column trials_per_usd_bn_high: the same at the smallest share; null where it has no bound
-- column planned_patients_per_usd_bn: patients planned or enrolled for each billion US dollars, at the mean share
-- column planned_patients_per_usd_bn_low: the same at the largest share
-- column planned_patients_per_usd_bn_high: the same at the smallest share; null where it has no bound
-- column phase_weighted_share: share of the pipeline when a trial counts by its phase as weights.toml says; null under
--   per_site and where no trial has any weight
-- column enrolment_weighted_share: share of the planned patients; null where none are planned
-- column pipeline_rank: place by pipeline share among the segments of the dimension, from 1; ties share the better place;
--   null for unclassified and for segments that no trial can be put into
-- column pipeline_rank_best: best place that the intervals allow
-- column pipeline_rank_worst: worst place that the intervals allow
-- column market_rank: place by mean market share among segments with one; null without
-- column market_rank_best: best place that the intervals allow
-- column market_rank_worst: worst place that the intervals allow
-- column flips_at: smallest number of trials to move in or out until the verdict changes; null if none would
-- column cohort_caution: what the searches leave out of the cohort; null if nothing is known to be
-- column report_version: version of the report's file
-- column snapshot_id: id of the snapshot
-- column rule_version: version of the classifier's rules
WITH shares AS (
  SELECT
    pipeline.*,
    report.default_cohort = pipeline.cohort AS is_default_cohort,
    report.base_year AS market_year,
    size.usd_bn,
    coalesce(share.basis, 'none') AS market_basis,
    share.note AS market_note,
    CASE WHEN share.basis <> 'none' THEN share.low END AS market_share_low,
    CASE WHEN share.basis <> 'none' THEN share.point END AS market_share,
    CASE WHEN share.basis <> 'none' THEN share.high END AS market_share_high,
    CASE WHEN unit_total > 0 THEN unit_count / unit_total END AS pipeline_share
  FROM marts.segment_pipeline AS pipeline
  JOIN raw.report USING (report)
  LEFT JOIN raw.share_interval AS share USING (report, dimension, segment)
  LEFT JOIN raw.market_size AS size
    ON size.report = pipeline.report AND size.year = report.base_year AND size.is_headline
),
bounds AS (
  SELECT
    *,
    wilson_low(pipeline_share * cohort_trial_count, cohort_trial_count) AS pipeline_share_low,
    wilson_high(pipeline_share * cohort_trial_count, cohort_trial_count) AS pipeline_share_high
  FROM shares
),
weight AS (
  SELECT
    coalesce(max(weight) FILTER (WHERE phase_bucket = 'early_phase_1'), 0) AS early_phase_1,
    coalesce(max(weight) FILTER (WHERE phase_bucket = 'phase_1'), 0) AS phase_1,
    coalesce(max(weight) FILTER (WHERE phase_bucket = 'phase_1_2'), 0) AS phase_1_2,
    coalesce(max(weight) FILTER (WHERE phase_bucket = 'phase_2'), 0) AS phase_2,
    coalesce(max(weight) FILTER (WHERE phase_bucket = 'phase_2_3'), 0) AS phase_2_3,
    coalesce(max(weight) FILTER (WHERE phase_bucket = 'phase_3'), 0) AS phase_3,
    coalesce(max(weight) FILTER (WHERE phase_bucket = 'phase_4'), 0) AS phase_4
  FROM raw.phase_weight
),
whole AS (
  SELECT
    cohort,
    sum(phase_weight.weight) AS weight,
    sum(planned_patient_count) AS patients,
    sum(planned_patient_count) FILTER (WHERE nct_id IN (SELECT nct_id FROM staging.site)) AS sited_patients
  FROM concepts.cohort
  LEFT JOIN concepts.phase_bucket USING (nct_id)
  LEFT JOIN raw.phase_weight AS phase_weight USING (phase_bucket)
  LEFT JOIN concepts.enrolment USING (nct_id)
  GROUP BY cohort
),
weighted AS (
  SELECT
    bounds.* EXCLUDE (planned_patient_count),
    planned_patient_count,
    CASE WHEN counting <> 'per_site' THEN (
      early_phase_1_trial_count * weight.early_phase_1 + phase_1_trial_count * weight.phase_1
      + phase_1_2_trial_count * weight.phase_1_2 + phase_2_trial_count * weight.phase_2
      + phase_2_3_trial_count * weight.phase_2_3 + phase_3_trial_count * weight.phase_3
      + phase_4_trial_count * weight.phase_4) / nullif(whole.weight, 0) END AS phase_weighted_share,
    planned_patient_count
      / nullif(CASE WHEN counting = 'per_site' THEN whole.sited_patients ELSE whole.patients END, 0)
      AS enrolment_weighted_share,
    (report, dimension, segment) IN (SELECT (report, dimension, segment) FROM raw.segment WHERE not_mappable IS NULL)
      AND pipeline_share IS NOT NULL AS has_pipeline_rank
  FROM bounds
  CROSS JOIN weight
  LEFT JOIN whole USING (cohort)
),
ranked AS (
  SELECT
    one.report,
    one.dimension,
    one.segment,
    one.cohort,
    one.counting,
    count(*) FILTER (WHERE other.has_pipeline_rank) AS rivals,
    count(*) FILTER (WHERE other.has_pipeline_rank AND other.pipeline_share > one.pipeline_share + 1e-9) AS ahead,
    count(*) FILTER (WHERE other.has_pipeline_rank AND other.pipeline_share_low > one.pipeline_share_high + 1e-9)
       AS surely_ahead,
    count(*) FILTER (WHERE other.has_pipeline_rank AND other.pipeline_share_high < one.pipeline_share_low - 1e-9)
       AS surely_behind,
    count(other.market_share) AS market_rivals,
    count(*) FILTER (WHERE other.market_share > one.market_share + 1e-9) AS market_ahead,
    count(*) FILTER (WHERE other.market_share_low > one.market_share_high + 1e-9) AS market_surely_ahead,
    count(*) FILTER (WHERE other.market_share_high < one.market_share_low - 1e-9) AS market_surely_behind
  FROM weighted AS one
  JOIN weighted AS other USING (report, dimension, cohort, counting)
  GROUP BY one.report, one.dimension, one.segment, one.cohort, one.counting
),
edges AS (
  -- Wilson's interval lies wholly above a share p exactly if the hits pass n p + z sqrt(n p (1 - p)), and below likewise.
  SELECT
    *,
    pipeline_share * cohort_trial_count AS hits,
    round(cohort_trial_count * market_share_high
      + normal_quantile() * sqrt(cohort_trial_count * market_share_high * (1 - market_share_high)), 9) AS over_edge,
    round(cohort_trial_count * market_share_low
      - normal_quantile() * sqrt(cohort_trial_count * market_share_low * (1 - market_share_low)), 9) AS under_edge
  FROM weighted
),
moves AS (
  SELECT
    *,
    round(hits - over_edge, 9) AS beyond_over,
    round(under_edge - hits, 9) AS beyond_under
  FROM edges
),
ratios AS (
  SELECT
    *,
    CASE
      WHEN coalesce(market_share_high, 0) <= 0 OR hits IS NULL THEN NULL
      WHEN beyond_over > 0 THEN CASE WHEN hits - ceil(beyond_over) >= -1e-9 THEN ceil(beyond_over) END
      WHEN beyond_under > 0 THEN CASE WHEN hits + ceil(beyond_under) <= cohort_trial_count + 1e-9 THEN ceil(beyond_under) END
      ELSE least(
        CASE WHEN hits + floor(-beyond_over) + 1 <= cohort_trial_count + 1e-9 THEN floor(-beyond_over) + 1 END,
        CASE WHEN hits - (floor(-beyond_under) + 1) >= -1e-9 THEN floor(-beyond_under) + 1 END
      )
    END::BIGINT AS flips_at,
    pipeline_share / nullif(market_share, 0) AS density_ratio,
    pipeline_share_low / nullif(market_share_high, 0) AS density_ratio_low,
    pipeline_share_high / nullif(market_share_low, 0) AS density_ratio_high
  FROM moves
)
SELECT
  report,
  dimension,
  segment,
  cohort,
  counting,
  segment_title,
  segment_position,
  is_default_cohort,
  cohort_trial_count,
  trial_count,
  pipeline_share,
  pipeline_share_low,
  pipeline_share_high,
  market_share,
  market_share_low,
  market_share_high,
  market_basis,
  market_note,
  density_ratio,
  density_ratio_low,
  density_ratio_high,
  CASE
    WHEN coalesce(market_share_high, 0) <= 0 THEN 'no_market_share'
    WHEN density_ratio_low > 1 THEN 'over_researched'
    WHEN density_ratio_high < 1 THEN 'under_researched'
    ELSE 'indistinct'
  END AS verdict,
  market_year,
  usd_bn * market_share AS market_usd_bn,
  usd_bn * market_share_low AS market_usd_bn_low,
  usd_bn * market_share_high AS market_usd_bn_high,
  trial_count / nullif(usd_bn * market_share, 0) AS trials_per_usd_bn,
  trial_count / nullif(usd_bn * market_share_high, 0) AS trials_per_usd_bn_low,
  trial_count / nullif(usd_bn * market_share_low, 0) AS trials_per_usd_bn_high,
  planned_patient_count / nullif(usd_bn * market_share, 0) AS planned_patients_per_usd_bn,
  planned_patient_count / nullif(usd_bn * market_share_high, 0) AS planned_patients_per_usd_bn_low,
  planned_patient_count / nullif(usd_bn * market_share_low, 0) AS planned_patients_per_usd_bn_high,
  phase_weighted_share,
  enrolment_weighted_share,
  CASE WHEN has_pipeline_rank THEN 1 + ahead END AS pipeline_rank,
  CASE WHEN has_pipeline_rank THEN 1 + surely_ahead END AS pipeline_rank_best,
  CASE WHEN has_pipeline_rank THEN rivals - surely_behind END AS pipeline_rank_worst,
  CASE WHEN market_share IS NOT NULL THEN 1 + market_ahead END AS market_rank,
  CASE WHEN market_share IS NOT NULL THEN 1 + market_surely_ahead END AS market_rank_best,
  CASE WHEN market_share IS NOT NULL THEN market_rivals - market_surely_behind END AS market_rank_worst,
  flips_at,
  listed.caution AS cohort_caution,
  report_version,
  snapshot_id,
  rule_version
FROM ratios
JOIN ranked USING (report, dimension, segment, cohort, counting)
LEFT JOIN raw.cohort AS listed USING (cohort)
