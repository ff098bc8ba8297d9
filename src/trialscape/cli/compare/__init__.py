"""Commands that compare the pipeline with the market: compare, white-space, audit, claims, players."""
