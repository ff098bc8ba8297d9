-- title: Shares of the pipeline and of the market, segment by segment.
-- grain: report, dimension, segment, cohort, scope, counting
-- definition: Shares that add to 1 on both sides. The pipeline's are among classified trials, with Wilson's 95 % interval
--   over as many trials as concepts.effective_trial says; the market's as far as the report's claims determine them.
--   A segment that no trial can be put into has no share of the pipeline.
-- column report: id of the report
-- column dimension: what the market is split by
-- column segment: id of the segment
-- column cohort: id of the cohort
-- column scope: active, late or all
-- column counting: fractional or per_site
-- column classified_trial_count: trials in any segment of the dimension
-- column unclassified_trial_count: trials of the cohort and scope in no segment; under per_site with a site in none
-- column unclassified_share: their part of all trials, or of all sites; null for an empty cohort
-- column pipeline_share: share of the classified pipeline; null without classified trials, and where no trial can be put
-- column pipeline_share_low: lower end of its interval
-- column pipeline_share_high: upper end of its interval
-- column phase_weighted_share: pipeline share when a trial counts by its phase; null without weight or pipeline share
-- column enrolment_weighted_share: share of the planned patients of classified trials; null where none are planned, and
--   without pipeline share
-- column market_share: mean of the market shares that the report's claims allow; null if it makes none
-- column market_share_low: smallest market share that they allow
-- column market_share_high: largest market share that they allow
-- column market_basis: reported, bounded, rank_implied or none
-- column market_note: claims it rests on, conflicts between them, and what each repair gives
-- column is_residual: true if the segment holds everything that the others do not
-- column is_ranked: true if trials can be put into the segment and it is not residual
-- column not_comparable_reason: why the two sides are about different things; null if they are not
WITH weighted AS (
  SELECT
    report, dimension, segment, cohort, scope, counting,
    max(share) FILTER (WHERE weighting = 'trials' AND not_mappable IS NULL) AS pipeline_share,
    max(share) FILTER (WHERE weighting = 'phase' AND not_mappable IS NULL) AS phase_weighted_share,
    max(share) FILTER (WHERE weighting = 'patients' AND not_mappable IS NULL) AS enrolment_weighted_share
  FROM concepts.weighted_share
  JOIN raw.segment USING (report, dimension, segment)
  GROUP BY ALL
)
SELECT
  report, dimension, segment, cohort, scope, counting,
  classified_trial_count, unclassified_trial_count, unclassified_share,
  pipeline_share,
  wilson_low(pipeline_share * among_classified, among_classified, classified_quantile) AS pipeline_share_low,
  wilson_high(pipeline_share * among_classified, among_classified, classified_quantile) AS pipeline_share_high,
  phase_weighted_share, enrolment_weighted_share,
  CASE WHEN share.basis <> 'none' THEN share.point END AS market_share,
  CASE WHEN share.basis <> 'none' THEN share.low END AS market_share_low,
  CASE WHEN share.basis <> 'none' THEN share.high END AS market_share_high,
  coalesce(share.basis, 'none') AS market_basis,
  share.note AS market_note,
  segment.is_residual,
  segment.not_mappable IS NULL AND NOT segment.is_residual AS is_ranked,
  apart.reason AS not_comparable_reason
FROM weighted
JOIN concepts.classified_total USING (report, dimension, cohort, scope, counting)
JOIN concepts.effective_trial USING (report, dimension, segment, cohort, scope, counting)
JOIN raw.segment AS segment USING (report, dimension, segment)
LEFT JOIN raw.share_interval AS share USING (report, dimension, segment)
LEFT JOIN raw.not_comparable AS apart USING (report, dimension, cohort)
