"""The landscape in notebooks: in goes a data folder or a file, out come pandas frames; nothing can be changed."""
