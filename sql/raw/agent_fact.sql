-- title: The agents of the vocabulary.
-- grain: agent
-- definition: One row for each line of terms/agents.csv. The company is the one that the vocabulary states; it need not
--   be the sponsor of a trial.
CREATE TABLE raw.agent_fact (
  agent VARCHAR NOT NULL,               -- name in the vocabulary
  company VARCHAR,                      -- originator or present owner; null if not stated
  aliases VARCHAR[] NOT NULL,           -- other spellings and code names
  source VARCHAR NOT NULL               -- where the mapping comes from
)
