"""Estimates while a warehouse is built.

In: queries over who counts where. Out: rows of the tables in ``estimates``; the arithmetic is in ``market``.
"""
