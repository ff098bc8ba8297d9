"""The HTML report: its sentences, its numbers, and its behaviour in a real browser."""
