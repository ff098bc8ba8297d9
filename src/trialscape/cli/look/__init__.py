"""Commands that show the content of the warehouse: segments, find, sql, changes, diff, digest, export."""
