-- title: What the warehouse holds, in one row.
-- definition: Changes are those seen in the 30 days up to the snapshot's day.
SELECT
  (SELECT as_of FROM meta.snapshot) AS as_of,
  count(*) AS trial_count,
  count(*) FILTER (WHERE is_active) AS active_trial_count,
  count(*) FILTER (WHERE ici_setting = 'required') AS required_trial_count,
  (SELECT count(*) FROM raw.report WHERE kind = 'market') AS market_report_count,
  (SELECT count(*) FROM marts.change WHERE seen >= (SELECT as_of FROM meta.snapshot) - INTERVAL 30 DAY) AS change_count
FROM marts.trial
