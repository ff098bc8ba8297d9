"""Records and texts for tests of the classifier."""
