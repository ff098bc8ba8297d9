"""Rows of the raw tables.

In: studies, verdicts, configuration and history. Out: one ``TableRows`` batch for each raw table.
"""
