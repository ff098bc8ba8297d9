-- title: The inputs of this warehouse.
-- grain: capsule_hash
-- definition: One row. The capsule hash changes with the data, the rules, the reports, the words of claims, the weights, the
--   cohorts, the searches, the source files of the code or the SQL; figures with the same hash come from the same state.
-- column snapshot_id: id of the snapshot
-- column as_of: the day that counts as today in every figure
-- column is_past: true if that day was chosen with --as-of; false for the newest state
-- column clock: seen = records that we had seen by the end of that day (UTC); registry = records that the registry had
--   posted by then
-- column edition: data edition of the registry
-- column is_demo: true if built from the bundled stand-in texts; then no figure is a finding
-- column rule_version: version of the classifier's rules
-- column figure_version: version of all rule files that determine figures: those of the classifier, reports, cohorts, words
--   of claims, weights, searches, overrides; part of the snapshot's id
-- column rules: today = rules of the day of the build; then = those in force on that day
-- column report_versions: reports with the versions of their files
-- column data_version: version of the records and of the searches' hits
-- column archive_run: last run of the archive that is included
-- column code_version: release of trialscape, with a hash of its own source files
-- column sql_version: version of the SQL files
-- column capsule_hash: hash over all of these
SELECT
  max(value) FILTER (WHERE key = 'snapshot_id') AS snapshot_id,
  max(value) FILTER (WHERE key = 'as_of')::DATE AS as_of,
  max(value) FILTER (WHERE key = 'is_past')::BOOLEAN AS is_past,
  max(value) FILTER (WHERE key = 'clock') AS clock,
  max(value) FILTER (WHERE key = 'edition') AS edition,
  max(value) FILTER (WHERE key = 'is_demo')::BOOLEAN AS is_demo,
  max(value) FILTER (WHERE key = 'rule_version') AS rule_version,
  max(value) FILTER (WHERE key = 'figure_version') AS figure_version,
  max(value) FILTER (WHERE key = 'rules') AS rules,
  max(value) FILTER (WHERE key = 'report_versions') AS report_versions,
  max(value) FILTER (WHERE key = 'data_version') AS data_version,
  max(value) FILTER (WHERE key = 'archive_run') AS archive_run,
  max(value) FILTER (WHERE key = 'code_version') AS code_version,
  max(value) FILTER (WHERE key = 'sql_version') AS sql_version,
  max(value) FILTER (WHERE key = 'capsule_hash') AS capsule_hash
FROM raw.snapshot_fact
