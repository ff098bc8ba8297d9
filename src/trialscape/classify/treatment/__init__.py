"""What is under study.

In: arms, interventions and titles with their terms. Out: treatment mentions with their role, modality, therapy type,
and the source of infused cells.
"""
