"""What each version of a record says under one set of rules: derived rows in Parquet, disposable.

In: one line of JSON for each version that was classified. Out: Parquet files, and which file holds which version.
"""
