"""From the archive to a published warehouse.

In: the rows of every raw table. Out: a checked warehouse file.
"""
