-- title: The companies that the reports name.
-- grain: report, player
-- definition: As config/reports has them, with the focus that the report states in our own words.
CREATE TABLE raw.player (
  report VARCHAR NOT NULL,              -- id of the report
  player VARCHAR NOT NULL,              -- id of the player within the report
  name VARCHAR NOT NULL,                -- name as the report prints it
  position INTEGER NOT NULL,            -- place in the report's file, from 1
  groups VARCHAR[] NOT NULL,            -- lists or groups in which the report names it
  focus VARCHAR,                        -- focus that the report states; null if it states none
  segments VARCHAR[] NOT NULL,          -- segments that this focus lies in
  note VARCHAR                          -- what must be known of the name
)
