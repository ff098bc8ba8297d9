"""Differences between two versions of a trial, changes of the tracked set, and the materiality of each change."""
