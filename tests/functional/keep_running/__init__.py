"""The schedule, its monitor, readers during a publish and the curator's review."""
