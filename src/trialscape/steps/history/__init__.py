"""Two landscapes compared.

In: two moments or two sets of rules. Out: what moved between them, cell by cell and trial by trial.
"""
