"""The files of the archive: Parquet parts, manifests, the lock, and the values that they hold."""
