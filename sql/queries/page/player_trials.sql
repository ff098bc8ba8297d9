-- title: The tracked trials of the companies that each market report names, for the page's filters and charts.
SELECT own.report, player, nct_id, is_focus
FROM concepts.player_trial AS own
JOIN raw.report USING (report)
WHERE kind = 'market'
ORDER BY nct_id, own.report, player
