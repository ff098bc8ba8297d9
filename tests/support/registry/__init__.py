"""Registries on this machine: well-behaved, faulty and hostile ones."""
