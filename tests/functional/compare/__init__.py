"""The commands that compare the pipeline with the market reports."""
