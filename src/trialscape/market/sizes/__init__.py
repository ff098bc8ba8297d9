"""Market sizes and growth rates.

In: printed sizes and rates. Out: sizes year by year, and the rate between two sizes.
"""
