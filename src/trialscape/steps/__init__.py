"""The steps and their order: fetch into the archive, classify, build, check, publish."""
