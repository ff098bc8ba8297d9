"""Contradictions within reports.

In: reports. Out: findings by rule, without any trial.
"""
