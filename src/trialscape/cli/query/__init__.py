"""Statements on the warehouse: in go SQL and the names of lists, out come rows."""
