-- title: The trials of the companies that the reports name, segment by segment, compared with the stated focus.
-- grain: report, player, cohort, dimension, segment
-- definition: A trial is a player's if its lead sponsor or a collaborator is the company or belongs to it today,
--   independent of the owner when the trial began. Every player has a row for each segment, for "unclassified", and,
--   under dimension "all", for all its trials. Trials count once in each of their segments. Where the report states no
--   focus, or one without a label, the focus columns are null. Trials are not revenue, and a supplier of a drug that
--   the record does not name as a collaborator is not counted.
-- column report: id of the report
-- column player: id of the player within the report
-- column cohort: id of the cohort
-- column dimension: what the market is split by, or all
-- column segment: id of the segment, unclassified or all
-- column player_name: name as the report prints it
-- column player_position: place in the report's file, from 1
-- column player_groups: lists or groups in which the report names it
-- column companies: companies that count as the player and have a tracked trial
-- column stated_focus: focus that the report states, in our own words; null if it states none
-- column segment_title: name of the segment
-- column segment_position: place in the report's order, from 1; null for unclassified and all
-- column is_default_cohort: true for the cohort that the report is compared on by default
-- column is_focus_segment: true if the stated focus lies in this segment
-- column trial_count: trials of the player
-- column lead_trial_count: trials that it leads
-- column collaborator_trial_count: trials in which it only collaborates
-- column active_trial_count: trials that are not yet recruiting, recruiting, enrolling, or active
-- column focus_trial_count: trials of the stated focus; null without labels for it
-- column other_trial_count: trials outside the stated focus; null without labels for it
-- column report_version: version of the report's file
-- column snapshot_id: id of the snapshot
-- column rule_version: version of the classifier's rules
WITH placed AS (
  SELECT
    own.* EXCLUDE (companies),
    member.cohort,
    coalesce(is_active, false) AS is_active
  FROM concepts.player_trial AS own
  JOIN concepts.cohort AS member USING (nct_id)
  LEFT JOIN concepts.status_group USING (nct_id)
),
spread AS (
  SELECT placed.*, cell.dimension, cell.segment
  FROM placed
  JOIN concepts.trial_fact AS fact USING (nct_id)
  JOIN concepts.cell_member AS member ON member.trial = fact.trial
  JOIN concepts.numbered_cell AS cell
    ON cell.cell_number = member.cell_number AND cell.cohort = placed.cohort AND cell.report = placed.report
  WHERE cell.counting = 'whole'
  UNION ALL
  SELECT *, 'all' AS dimension, 'all' AS segment
  FROM placed
),
counts AS (
  SELECT
    report,
    player,
    cohort,
    dimension,
    segment,
    count(*) AS trials,
    count(*) FILTER (WHERE is_lead) AS leads,
    count(*) FILTER (WHERE is_active) AS active,
    count(*) FILTER (WHERE is_focus) AS of_focus
  FROM spread
  GROUP BY report, player, cohort, dimension, segment
),
seen AS (
  SELECT report, player, list_sort(list_distinct(flatten(list(companies)))) AS companies
  FROM concepts.player_trial
  GROUP BY report, player
),
grid AS (
  SELECT report, dimension, segment, title, position
  FROM raw.segment
  UNION ALL
  SELECT report, dimension, 'unclassified', 'Unclassified', NULL
  FROM concepts.dimension
  UNION ALL
  SELECT DISTINCT report, 'all', 'all', 'All trials', NULL::INTEGER
  FROM raw.player
)
SELECT
  player.report,
  player.player,
  cohort.cohort,
  grid.dimension,
  grid.segment,
  player.name AS player_name,
  player.position AS player_position,
  player.groups AS player_groups,
  coalesce(seen.companies, []) AS companies,
  player.focus AS stated_focus,
  grid.title AS segment_title,
  grid.position AS segment_position,
  report.default_cohort = cohort.cohort AS is_default_cohort,
  list_contains(player.segments, grid.segment) AS is_focus_segment,
  coalesce(trials, 0) AS trial_count,
  coalesce(leads, 0) AS lead_trial_count,
  coalesce(trials, 0) - coalesce(leads, 0) AS collaborator_trial_count,
  coalesce(active, 0) AS active_trial_count,
  CASE WHEN (player.report, player.player) IN (SELECT (report, player) FROM raw.player_focus)
    THEN coalesce(of_focus, 0) END AS focus_trial_count,
  CASE WHEN (player.report, player.player) IN (SELECT (report, player) FROM raw.player_focus)
    THEN coalesce(trials, 0) - coalesce(of_focus, 0) END AS other_trial_count,
  report.version AS report_version,
  (SELECT value FROM raw.snapshot_fact WHERE key = 'snapshot_id') AS snapshot_id,
  (SELECT value FROM raw.snapshot_fact WHERE key = 'rule_version') AS rule_version
FROM raw.player AS player
JOIN raw.report AS report USING (report)
CROSS JOIN raw.cohort AS cohort
JOIN grid ON grid.report = player.report
LEFT JOIN seen ON seen.report = player.report AND seen.player = player.player
LEFT JOIN counts
  ON counts.report = player.report AND counts.player = player.player AND counts.cohort = cohort.cohort
    AND counts.dimension = grid.dimension AND counts.segment = grid.segment
