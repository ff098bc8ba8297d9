"""A refresh by the command line, from the plan of what is asked to the published tables."""
