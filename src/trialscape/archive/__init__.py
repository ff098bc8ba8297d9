"""The append-only store of every version of every record ever seen."""
