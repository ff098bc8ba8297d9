"""From claims to market shares.

In: the claims of a report about one dimension. Out: linear constraints, share intervals, mean shares and concentration.
"""
