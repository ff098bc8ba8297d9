-- title: Labels of trials, including those of their sites.
-- grain: nct_id, axis, label
-- definition: The classifier's labels without repeats, the countries and facility classes of the trial's sites, and on
--   axis tumour_kind whether it enrols solid tumours or blood cancers.
-- column nct_id: registry id of the trial
-- column axis: axis of the label
-- column label: value on that axis
-- column is_default: true if the label is a default without evidence
SELECT
  nct_id,
  axis,
  label,
  bool_and(is_default) AS is_default
FROM (
  SELECT nct_id, axis, label, is_default
  FROM raw.verdict
  WHERE nct_id IN (SELECT nct_id FROM staging.tracked)
  UNION ALL
  SELECT nct_id, axis, label, is_default
  FROM concepts.site_label
  UNION ALL
  SELECT nct_id, 'tumour_kind' AS axis, label, is_default
  FROM concepts.tumour_kind
)
GROUP BY nct_id, axis, label
