"""The commands that show what the tables hold: terminal, page, files, assistant server."""
