"""The scheduler's own heartbeat, ``scheduler.json`` in the data folder: written while idle and during refreshes."""

import os
import platform
import threading
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import orjson

from trialscape.steps.run.heartbeat import now, write_json

FILE = "scheduler.json"


@dataclass(frozen=True, slots=True)
class SchedulerHeartbeat:
    """One heartbeat: ``state`` is idle, running or stopping; times are UTC, ``next_run`` without its random delay."""

    process: int
    host: str
    began: str
    alive: str
    state: str
    next_run: str
    timezone: str

    def seconds_silent(self, moment: datetime) -> float:
        """Return the seconds since this heartbeat; 0 if the clock was set back since."""
        return max(0.0, (moment - datetime.fromisoformat(self.alive)).total_seconds())


class HeartbeatWriter:
    """Writes heartbeats; safe to call from several threads."""

    def __init__(self, data: Path, timezone: str) -> None:
        self._path, self._timezone, self._began = data / FILE, timezone, now()
        self._lock = threading.Lock()

    def write(self, state: str, next_run: datetime) -> None:
        """Write a heartbeat. Raises ArchiveError when the data folder cannot be written."""
        due = next_run.astimezone(UTC).isoformat(timespec="seconds")
        sign = SchedulerHeartbeat(os.getpid(), platform.node(), self._began, now(), state, due, self._timezone)
        with self._lock:
            write_json(self._path, asdict(sign))

    def end(self) -> None:
        """Remove the file, because after an orderly stop no heartbeat is expected."""
        # Readers notice the age of a heartbeat that cannot be removed.
        with suppress(OSError):
            self._path.unlink(missing_ok=True)


def read_scheduler_heartbeat(data: Path) -> SchedulerHeartbeat | None:
    """Return the latest heartbeat; None when no scheduler serves the folder or the file cannot be read."""
    try:
        sign = SchedulerHeartbeat(**orjson.loads((data / FILE).read_bytes()))
        datetime.fromisoformat(sign.alive)
    except (OSError, TypeError, ValueError):
        return None
    return sign
