"""Tests whether segments of two dimensions occur together more or less often than by chance.

In: the segments of each row (a trial, or a trial's sites in one segment). Out: expected counts, p-values, q-values.
"""
