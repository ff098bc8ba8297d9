-- title: Where the pipeline stands against the market, segment by segment.
-- grain: report, dimension, segment, cohort, counting
-- definition: The pipeline's share with its 95 % Wilson interval over the trials of the cohort, those in no segment
--   included; the market's share with its basis; and their ratio. A segment is over_researched if the whole interval of
--   the ratio lies above 1, under_researched if below, indistinct otherwise, and no_market_share where the report says
--   nothing. Sites of one trial are not independent, so under per_site the interval counts trials. A share of trials is
--   not a share of revenue.
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
ratios AS (
  SELECT
    *,
    pipeline_share / nullif(market_share, 0) AS density_ratio,
    pipeline_share_low / nullif(market_share_high, 0) AS density_ratio_low,
    pipeline_share_high / nullif(market_share_low, 0) AS density_ratio_high
  FROM bounds
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
  trial_count / nullif(usd_bn * market_share_low, 0) AS trials_per_usd_bn_high
FROM ratios
