-- title: What a trial must show to count in a test of a claim.
-- grain: none
-- definition: Items of one facet are alternatives, and all facets must be met; the facet peer holds what is compared.
CREATE TABLE raw.claim_target (
  report VARCHAR NOT NULL,              -- id of the report
  claim VARCHAR NOT NULL,               -- id of the claim
  test INTEGER NOT NULL,                -- number of the test within the claim
  facet VARCHAR NOT NULL,               -- group of alternatives: dimension, country, player, topic, ..., or peer
  role VARCHAR NOT NULL,                -- filter; for peers named, after or other
  item VARCHAR NOT NULL,                -- the item of the claim
  title VARCHAR NOT NULL,               -- the item in words
  means VARCHAR NOT NULL,               -- segment, label, agent, company, words, phase, status, arms or lead
  axis VARCHAR NOT NULL,                -- dimension, axis or field; empty for the rest
  label VARCHAR NOT NULL,               -- segment, label, company, folded words, phase bucket, number of arms, or companies left out
  at_least INTEGER NOT NULL             -- how many of the item's rows must hold
)
