"""Statements on the warehouse. In: SQL and the names of lists. Out: rows."""
