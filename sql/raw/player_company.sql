-- title: Which companies count as which player.
-- grain: report, player, company
-- definition: The company itself and everything that it owns, by companies.csv.
CREATE TABLE raw.player_company (
  report VARCHAR NOT NULL,              -- id of the report
  player VARCHAR NOT NULL,              -- id of the player
  company VARCHAR NOT NULL              -- company that counts as it
)
