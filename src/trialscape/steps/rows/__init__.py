"""Rows of the raw tables.

In: studies, verdicts, configuration and history. Out: name, columns and rows of each raw table.
"""
