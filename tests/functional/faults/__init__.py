"""What remains after faults of the disk, of the registry and of the process itself."""
