"""Commands that show what the warehouse holds: segments, sql, changes, diff, digest, export."""
