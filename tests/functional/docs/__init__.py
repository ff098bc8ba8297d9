"""The commands that README and docs show."""
