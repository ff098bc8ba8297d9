"""Commands that show labels and their evidence: explain, classify, rules."""
