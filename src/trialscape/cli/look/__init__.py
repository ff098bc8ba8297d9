"""Commands that show the content of the warehouse: segments, sql, changes, diff, digest, export."""
