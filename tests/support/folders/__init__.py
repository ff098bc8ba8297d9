"""Data folders, configuration folders and processes for tests."""
