"""How sure it is that a segment holds more of the pipeline than of the market.

In: who counts where, the claims of a report, error rates of labels. Out: posterior figures for each segment.
"""
