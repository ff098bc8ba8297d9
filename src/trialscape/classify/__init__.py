"""From a study and the rules to verdicts with evidence; pure, without files, clock or network."""
