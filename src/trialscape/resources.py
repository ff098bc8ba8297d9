"""How much of the machine a step may use: free memory within any container limit, and cores."""

import os
from pathlib import Path

import psutil

_CGROUP = Path("/sys/fs/cgroup")


def free_memory(cgroup: Path = _CGROUP) -> int:
    """Return how many bytes this process may still use: what the machine has free, or less in a container."""
    free = int(psutil.virtual_memory().available)
    limit, used = _number(cgroup / "memory.max"), _number(cgroup / "memory.current")
    return free if limit is None or used is None else max(min(free, limit - used), 0)


def usable_cores(asked: int, memory_each: int) -> int:
    """Return how many processes may work at once: ``asked`` (0: one a core), fewer where memory (bytes) lacks."""
    return max(1, min(asked or _cores(), free_memory() // memory_each))


def _cores() -> int:
    """Return the cores that this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _number(path: Path) -> int | None:
    """Return the number in a control file; None where there is no such file or no limit ("max")."""
    try:
        text = path.read_text(encoding="ascii").strip()
    except OSError:
        return None
    return int(text) if text.isdigit() else None
