"""Reading one TOML or CSV file.

In: a file and the models of its items. Out: the models, and a ``Fault`` for every mistake.
"""
