"""The probability that a segment has a larger share of the pipeline than of the market.

In: the trials of each segment, the claims of a report, error rates of labels. Out: posterior figures for each segment.
"""
