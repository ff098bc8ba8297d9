"""The configuration: one door that returns frozen objects, or every fault at once."""
