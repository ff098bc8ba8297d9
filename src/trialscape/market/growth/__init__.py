"""How fast the starts of trials grow, and whether faster than those of the rest.

In: which trials a comparison holds, and the years they started in. Out: growth with intervals and probabilities.
"""
