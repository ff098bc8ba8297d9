-- title: The labels of a player's stated focus.
-- grain: report, player, axis, label
-- definition: A trial with any of them is of the stated focus.
CREATE TABLE raw.player_focus (
  report VARCHAR NOT NULL,              -- id of the report
  player VARCHAR NOT NULL,              -- id of the player
  axis VARCHAR NOT NULL,                -- axis of the label
  label VARCHAR NOT NULL                -- label on that axis
)
