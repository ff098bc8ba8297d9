-- title: The probability that a segment has a larger share of the pipeline than of the market.
-- grain: report, dimension, segment, cohort, scope, counting
-- definition: Shares on both sides are partitions: trials that are in a segment, split evenly over their segments
--   (fractional) or by their sites (per_site), against market shares that add to 1. The probability that pipeline share
--   over market share lies above 1 takes trials as a sample of the pipeline (Bayesian bootstrap) and every set of
--   market shares that the report's claims allow as equally likely. A segment is over_researched if that probability is
--   at least 0.95 under every counting, under_researched if at most 0.05, depends_on_counting if countings give
--   different verdicts, else indistinct; no_trials, no_market_share and not_comparable say why there is no comparison.
--   Segments that no trial can be put into and frameworks have no row. A share of trials is not a share of revenue.
-- column report: id of the report
-- column dimension: what the market is split by
-- column segment: id of the segment
-- column cohort: id of the cohort
-- column scope: active, late or all
-- column counting: fractional or per_site
-- column segment_title: name of the segment
-- column segment_position: place in the report's order, from 1
-- column is_default_cohort: true for the cohort that the report is compared on by default
-- column pipeline_share: share of the classified trials, of their parts or of their sites; null without any
-- column pipeline_share_low: 5 % quantile of the posterior of the pipeline share
-- column pipeline_share_high: 95 % quantile of it
-- column market_share: mean of the market shares that the claims allow; null if there is no claim
-- column market_share_low: smallest that they allow, among the segments that a trial can be put into
-- column market_share_high: largest that they allow
-- column market_basis: reported, bounded, rank_implied or none
-- column ratio_median: median of pipeline share over market share
-- column ratio_low: 5 % quantile of it
-- column ratio_high: 95 % quantile of it; null where it has no bound
-- column probability_over: probability that the ratio lies above 1
-- column probability_over_least: the smallest under other priors of the market shares: Dirichlet(1/2), (1), (2)
-- column probability_over_most: the largest under these
-- column probability_over_relabelled: the probability if labels are wrong as often as error_rates.toml says
-- column break_even_share: market share at which the segment would be neither over- nor under-researched
-- column over_unless_market_above: market share up to which the segment counts as over-researched, at 0.95
-- column under_unless_market_below: market share from which on it counts as under-researched, at 0.95
-- column counting_verdict: verdict of this counting alone
-- column verdict: verdict over all countings
-- column is_robust: true if the verdict also holds without any assumption on the market shares: two 95 % intervals of the
--   pipeline share, that of the draws and that of marts.pipeline_vs_market, lie beyond all that the claims allow, under
--   every counting; null where no verdict is reached
-- column has_label_proof: true if the verdict holds when labels are wrong as often as measured; null without a verdict
-- column report_version: version of the report's file
-- column snapshot_id: id of the snapshot
-- column rule_version: version of the classifier's rules
WITH judged AS (
  SELECT
    cell.*,
    drawn.* EXCLUDE (report, dimension, segment, cohort, scope, counting),
    CASE
      WHEN not_comparable_reason IS NOT NULL THEN 'not_comparable'
      WHEN classified_trial_count = 0 THEN 'no_trials'
      WHEN probability_over IS NULL THEN 'no_market_share'
      ELSE judged_by(probability_over)
    END AS counting_verdict,
    judged_by(probability_over_relabelled) AS relabelled_verdict,
    CASE
      WHEN least(pipeline_share_low_95, wilson_share_low) > drawn.market_share_high THEN 'over_researched'
      WHEN greatest(pipeline_share_high_95, wilson_share_high) < drawn.market_share_low THEN 'under_researched'
      ELSE 'indistinct'
    END AS interval_verdict
  FROM (
    FROM marts.pipeline_vs_market
    SELECT
      * EXCLUDE (pipeline_share_low, pipeline_share_high, market_share_low, market_share_high, verdict),
      pipeline_share_low AS wilson_share_low,
      pipeline_share_high AS wilson_share_high
  ) AS cell
  JOIN concepts.compared_cell USING (report, dimension, segment, cohort, counting)
  LEFT JOIN estimates.segment_density AS drawn USING (report, dimension, segment, cohort, scope, counting)
),
agreed AS (
  SELECT
    *,
    CASE
      WHEN min(counting_verdict) OVER countings = max(counting_verdict) OVER countings THEN counting_verdict
      ELSE 'depends_on_counting'
    END AS verdict,
    min(relabelled_verdict) OVER countings AS first_relabelled,
    max(relabelled_verdict) OVER countings AS last_relabelled,
    min(interval_verdict) OVER countings AS first_by_interval,
    max(interval_verdict) OVER countings AS last_by_interval
  FROM judged
  WINDOW countings AS (PARTITION BY report, dimension, segment, cohort, scope)
)
SELECT
  report, dimension, segment, cohort, scope, counting,
  segment_title, segment_position, is_default_cohort,
  pipeline_share, pipeline_share_low, pipeline_share_high,
  market_share, market_share_low, market_share_high, market_basis,
  ratio_median, ratio_low, ratio_high,
  probability_over, probability_over_least, probability_over_most, probability_over_relabelled,
  pipeline_share_median AS break_even_share,
  pipeline_share_low AS over_unless_market_above,
  pipeline_share_high AS under_unless_market_below,
  counting_verdict,
  verdict,
  CASE
    WHEN verdict IN ('over_researched', 'under_researched')
      THEN first_by_interval = verdict AND last_by_interval = verdict
  END AS is_robust,
  CASE
    WHEN verdict IN ('over_researched', 'under_researched')
      THEN first_relabelled = verdict AND last_relabelled = verdict
  END AS has_label_proof,
  report_version,
  snapshot_id,
  rule_version
FROM agreed
