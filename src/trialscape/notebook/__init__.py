"""The landscape in notebooks. In: a data folder or a file. Out: pandas frames. Nothing can be changed."""
