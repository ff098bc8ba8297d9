"""Commands that set the pipeline against the market: compare, white-space, audit, claims, players."""
