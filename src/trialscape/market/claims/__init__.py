"""From claims to tests.

In: typed statements of a report. Out: for each statement its test against the registry, or why
none exists.
"""
