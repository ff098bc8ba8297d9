"""How much of the machine a step may use: free memory within any container limit, and cores."""

from pathlib import Path

import psutil

_CGROUP = Path("/sys/fs/cgroup")


def free_memory(cgroup: Path = _CGROUP) -> int:
    """Return how many bytes this process may still use: what the machine has free, or less in a container."""
    free = int(psutil.virtual_memory().available)
    limit, used = _number(cgroup / "memory.max"), _number(cgroup / "memory.current")
    return free if limit is None or used is None else max(min(free, limit - used), 0)


def _number(path: Path) -> int | None:
    """Return the number in a control file; None where there is no such file or no limit ("max")."""
    try:
        text = path.read_text(encoding="ascii").strip()
    except OSError:
        return None
    return int(text) if text.isdigit() else None
