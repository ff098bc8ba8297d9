"""Commands for operation: schedule, status, archive."""
