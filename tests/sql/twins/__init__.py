"""The marts again in slow plain Python, one module a question, without a line shared with the SQL."""
