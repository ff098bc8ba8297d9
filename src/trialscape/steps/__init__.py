"""The order of the steps: fetch into the archive, classify, build, check, publish."""
