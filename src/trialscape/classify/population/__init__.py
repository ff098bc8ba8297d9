"""Who is treated.

In: eligibility criteria and the short texts that name a population. Out: cancer types, checkpoint setting, resistance
and line of therapy.
"""
