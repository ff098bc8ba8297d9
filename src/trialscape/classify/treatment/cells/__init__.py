"""Cells that are infused: their source, what is given with them, and whether the body makes them itself.

In: the passages of a study and the treatments under study. Out: the verdicts of report B's axes.
"""
