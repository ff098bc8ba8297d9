"""Small worlds as tables, and what compares them."""
