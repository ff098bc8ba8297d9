"""What is tracked, and how a run behaves.

In: searches, expectations, change rules, phase weights, error rates and settings. Out: one frozen object for each file.
"""
