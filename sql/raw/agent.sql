-- title: The agents that claims count.
-- grain: agent, label
-- definition: Every named agent of the vocabulary with its kinds; a fixed combination counts as its part of that kind.
CREATE TABLE raw.agent (
  agent VARCHAR NOT NULL,               -- name in the vocabulary
  label VARCHAR NOT NULL,               -- its label on axis modality
  counted_as VARCHAR NOT NULL           -- agent that it counts as under that label
)
