-- title: Agreement of curators and rules.
-- grain: axis
-- definition: Tracked trials in which a curator decided an axis. Both sides agree where their labels on the axis are the
--   same, none more and none fewer. Curators look first at the labels that are unsure and influential, so that this is
--   no estimate of how often the rules are right. Kappa is Cohen's, with each set of labels as one category: agreement
--   beyond that of two sides that give their sets as often and independently of each other.
-- column axis: axis that curators decided
-- column trial_count: tracked trials with a decision on the axis
-- column agreed_trial_count: of these, with the same labels by the rules
-- column agreement: agreed_trial_count over trial_count
-- column kappa: Cohen's kappa; null where one side gives all trials the same labels
-- column differing_nct_ids: trials with other labels by the rules
WITH given AS (
  SELECT
    axis,
    nct_id,
    string_agg(label, ' | ' ORDER BY label) FILTER (WHERE given_by = 'curator') AS by_curator,
    string_agg(label, ' | ' ORDER BY label) FILTER (WHERE given_by = 'rules') AS by_rules
  FROM raw.curated_label
  JOIN staging.tracked USING (nct_id)
  GROUP BY axis, nct_id
),
counted AS (
  SELECT
    axis,
    count(*) AS trial_count,
    count(*) FILTER (WHERE by_curator = by_rules) AS agreed_trial_count,
    least(count(DISTINCT by_curator), count(DISTINCT by_rules)) AS fewer_categories,
    list(nct_id ORDER BY nct_id) FILTER (WHERE by_curator <> by_rules) AS differing_nct_ids
  FROM given
  GROUP BY axis
),
curated AS (
  SELECT axis, by_curator AS labels, count(*) AS trials FROM given GROUP BY axis, by_curator
),
ruled AS (
  SELECT axis, by_rules AS labels, count(*) AS trials FROM given GROUP BY axis, by_rules
),
chance AS (
  -- Pairs of trials, one by each side, that have the same labels.
  SELECT axis, sum(curated.trials * ruled.trials)::BIGINT AS pairs
  FROM curated
  JOIN ruled USING (axis, labels)
  GROUP BY axis
)
SELECT
  axis,
  trial_count,
  agreed_trial_count,
  agreed_trial_count / trial_count AS agreement,
  CASE WHEN fewer_categories > 1 THEN
    (agreed_trial_count * trial_count - coalesce(pairs, 0)) / (trial_count * trial_count - coalesce(pairs, 0))
  END AS kappa,
  coalesce(differing_nct_ids, []) AS differing_nct_ids
FROM counted
LEFT JOIN chance USING (axis)
