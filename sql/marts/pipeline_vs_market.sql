-- title: Pipeline shares compared with market shares, segment by segment.
-- grain: report, dimension, segment, cohort, scope, counting
-- definition: Shares that add to 1 on both sides: the pipeline's among classified trials, split evenly over a trial's
--   segments (fractional) or by its sites (per_site); the market's within the report's claims. The density ratio is the
--   one over the other. The verdict needs no prior: over_researched if the whole interval of the ratio lies above 1,
--   under_researched if below, indistinct otherwise; no_market_share where the report makes no claim; not_comparable
--   where trials and market are about different things; no_trials, without a share, where no trial can be put.
--   marts.segment_verdict joins the countings. Ranks are those of concepts.segment_rank; a residual segment ("Others")
--   has none.
-- column report: id of the report
-- column dimension: what the market is split by
-- column segment: id of the segment
-- column cohort: id of the cohort
-- column scope: active, late or all: which trials count as pipeline
-- column counting: fractional or per_site
-- column segment_title: name of the segment
-- column segment_position: place in the report's order, from 1
-- column is_residual: true if the segment holds everything that the others do not
-- column is_default_cohort: true for the cohort that the report is compared on by default
-- column trial_count: trials in the segment, split under fractional
-- column classified_trial_count: trials in any segment of the dimension; the interval rests on these
-- column unclassified_trial_count: trials of the cohort and scope in no segment; under per_site with a site in none
-- column unclassified_share: their part of all trials, or of all sites; null for an empty cohort
-- column pipeline_share: share of the classified pipeline, between 0 and 1; null without classified trials, and where no
--   trial can be put
-- column pipeline_share_low: lower end of its 95 % interval, Wilson's over as many trials as concepts.effective_trial says
-- column pipeline_share_high: upper end of that interval
-- column market_share: mean of the market shares that the report's claims allow; null if it makes none
-- column market_share_low: smallest market share that they allow
-- column market_share_high: largest market share that they allow
-- column market_basis: reported, bounded, rank_implied or none
-- column market_note: claims it rests on, conflicts between them, and what each repair gives
-- column density_ratio: pipeline share divided by market share; null where the two are not comparable, like both ends
-- column density_ratio_low: lower end: smallest pipeline share over largest market share
-- column density_ratio_high: upper end: largest pipeline share over smallest market share; null where it has no bound
-- column verdict: over_researched, under_researched, indistinct, no_market_share, not_comparable or no_trials
-- column not_comparable_reason: why the two sides are about different things; null if they are not
-- column market_year: year that the market's shares and size are for
-- column market_usd_bn: size of the segment in that year, in billions of US dollars, at the mean share
-- column market_usd_bn_low: the same at the smallest share
-- column market_usd_bn_high: the same at the largest share
-- column trials_per_usd_bn: trials for each billion US dollars of the segment, at the mean share; null where the two are
--   not comparable or no trial can be put, like all figures that are divided by the market
-- column trials_per_usd_bn_low: the same at the largest share
-- column trials_per_usd_bn_high: the same at the smallest share; null where it has no bound
-- column planned_patients_per_usd_bn: patients planned or enrolled for each billion US dollars, at the mean share
-- column planned_patients_per_usd_bn_low: the same at the largest share
-- column planned_patients_per_usd_bn_high: the same at the smallest share; null where it has no bound
-- column phase_weighted_share: pipeline share when a trial counts by its phase as weights.toml says; null without weight
-- column enrolment_weighted_share: share of the planned patients of classified trials; null where none are planned
-- column pipeline_rank: place by pipeline share among the segments of the dimension, from 1; ties share the better place;
--   null for residual segments and those that no trial can be put into
-- column pipeline_rank_best: best place that the intervals allow
-- column pipeline_rank_worst: worst place that the intervals allow
-- column market_rank: place by mean market share among segments with one; null without, and for residual segments
-- column market_rank_best: best place that the claims allow
-- column market_rank_worst: worst place that the claims allow
-- column cohort_caution: what the searches leave out of the cohort; null if nothing is known to be left out
-- column report_version: version of the report's file
-- column snapshot_id: id of the snapshot
-- column rule_version: version of the classifier's rules
WITH cell AS (
  SELECT
    pipeline.* EXCLUDE (pipeline_share, pipeline_share_low, pipeline_share_high),
    compared.* EXCLUDE (report, dimension, segment, cohort, scope, counting),
    report.default_cohort = pipeline.cohort AS is_default_cohort,
    report.base_year AS market_year,
    usd_bn,
    -- No figure is divided by the market where the two sides are about different things.
    CASE WHEN not_comparable_reason IS NULL THEN compared.pipeline_share / nullif(market_share, 0) END AS ratio,
    CASE WHEN not_comparable_reason IS NULL THEN compared.pipeline_share_low / nullif(market_share_high, 0) END
      AS ratio_low,
    CASE WHEN not_comparable_reason IS NULL THEN compared.pipeline_share_high / nullif(market_share_low, 0) END
      AS ratio_high,
    CASE WHEN not_comparable_reason IS NULL AND not_mappable IS NULL THEN usd_bn END AS divisor_bn,
    not_mappable IS NOT NULL AS is_empty
  FROM marts.segment_pipeline AS pipeline
  JOIN concepts.compared_share AS compared USING (report, dimension, segment, cohort, scope, counting)
  JOIN raw.segment AS segment USING (report, dimension, segment)
  JOIN raw.report AS report USING (report)
  LEFT JOIN raw.market_size AS size
    ON size.report = pipeline.report AND size.year = report.base_year AND size.is_headline
)
SELECT
  report, dimension, segment, cohort, scope, counting,
  segment_title, segment_position, is_residual, is_default_cohort,
  trial_count, classified_trial_count, unclassified_trial_count, unclassified_share,
  pipeline_share, pipeline_share_low, pipeline_share_high,
  market_share, market_share_low, market_share_high, market_basis, market_note,
  ratio AS density_ratio, ratio_low AS density_ratio_low, ratio_high AS density_ratio_high,
  CASE
    WHEN is_empty THEN 'no_trials'
    WHEN not_comparable_reason IS NOT NULL THEN 'not_comparable'
    WHEN coalesce(market_share_high, 0) <= 0 THEN 'no_market_share'
    WHEN ratio_low > 1 THEN 'over_researched'
    WHEN ratio_high < 1 THEN 'under_researched'
    ELSE 'indistinct'
  END AS verdict,
  not_comparable_reason,
  market_year,
  usd_bn * market_share AS market_usd_bn,
  usd_bn * market_share_low AS market_usd_bn_low,
  usd_bn * market_share_high AS market_usd_bn_high,
  trial_count / nullif(divisor_bn * market_share, 0) AS trials_per_usd_bn,
  trial_count / nullif(divisor_bn * market_share_high, 0) AS trials_per_usd_bn_low,
  trial_count / nullif(divisor_bn * market_share_low, 0) AS trials_per_usd_bn_high,
  planned_patient_count / nullif(divisor_bn * market_share, 0) AS planned_patients_per_usd_bn,
  planned_patient_count / nullif(divisor_bn * market_share_high, 0) AS planned_patients_per_usd_bn_low,
  planned_patient_count / nullif(divisor_bn * market_share_low, 0) AS planned_patients_per_usd_bn_high,
  phase_weighted_share, enrolment_weighted_share,
  pipeline_rank, pipeline_rank_best, pipeline_rank_worst,
  market_rank, market_rank_best, market_rank_worst,
  listed.caution AS cohort_caution,
  report_version, snapshot_id, rule_version
FROM cell
LEFT JOIN concepts.segment_rank USING (report, dimension, segment, cohort, scope, counting)
LEFT JOIN raw.cohort AS listed USING (cohort)
