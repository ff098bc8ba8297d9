"""The tracked set and the behaviour of a run.

In: searches, expectations, change rules, phase weights, error rates and settings. Out: one frozen object for each file.
"""
