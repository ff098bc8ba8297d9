"""The only place that knows the order: fetch into the archive, classify, build, check, publish."""
