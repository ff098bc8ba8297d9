-- title: How many trials of a cohort are in a segment of a dimension.
-- grain: report, dimension, cohort, scope, counting
-- definition: A trial is classified if it counts in any segment of the dimension; under per_site it may also have sites in
--   none.
-- column report: id of the report
-- column dimension: what the market is split by
-- column cohort: id of the cohort
-- column scope: active, late or all
-- column counting: whole, fractional or per_site
-- column classified_trial_count: trials in some segment
-- column unclassified_trial_count: trials in no segment; under per_site trials with a site in none
-- column unclassified_share: their part of what is counted (trials, or sites); null where nothing is counted
SELECT
  cell.report,
  cell.dimension,
  cell.cohort,
  cell.scope,
  cell.counting,
  count(DISTINCT member.nct_id) FILTER (WHERE cell.segment <> 'unclassified') AS classified_trial_count,
  count(DISTINCT member.nct_id) FILTER (WHERE cell.segment = 'unclassified') AS unclassified_trial_count,
  round(coalesce(sum(units) FILTER (WHERE cell.segment = 'unclassified'), 0) / nullif(any_value(unit_total), 0), 9)
    AS unclassified_share
FROM concepts.segment_cell AS cell
LEFT JOIN (
  SELECT * FROM concepts.counted_membership JOIN concepts.trial_scope USING (nct_id)
) AS member USING (report, dimension, segment, cohort, scope, counting)
GROUP BY cell.report, cell.dimension, cell.cohort, cell.scope, cell.counting
