-- title: The tracked trials of each company that a report names.
-- grain: report, player, nct_id
-- definition: A trial is a player's if its lead sponsor or a collaborator is the company or belongs to it today.
-- column report: id of the report
-- column player: id of the player within the report
-- column nct_id: registry id of the trial
-- column companies: companies that count as the player and take part, in alphabetical order
-- column is_lead: true if one of them leads the trial
-- column is_focus: true if the trial has a label of the player's stated focus
WITH focused AS (
  SELECT DISTINCT focus.report, focus.player, trial.nct_id
  FROM raw.player_focus AS focus
  JOIN concepts.trial_label AS trial USING (axis, label)
)
SELECT
  player_company.report,
  player_company.player,
  sponsor.nct_id,
  list(DISTINCT company ORDER BY company) AS companies,
  bool_or(sponsor.role = 'lead') AS is_lead,
  bool_or(focused.nct_id IS NOT NULL) AS is_focus
FROM raw.player_company
JOIN raw.sponsor_company AS sponsor USING (company)
JOIN staging.tracked USING (nct_id)
LEFT JOIN focused
  ON focused.report = player_company.report AND focused.player = player_company.player AND focused.nct_id = sponsor.nct_id
GROUP BY player_company.report, player_company.player, sponsor.nct_id
