"""The derived DuckDB file: built beside the old one, checked, and published by one atomic switch."""
