"""Treatments that the list of interventions lacks: of arms, titles, summaries, and prose of records without a list.

Treatments that patients have had, and comparators, are left out.
"""
