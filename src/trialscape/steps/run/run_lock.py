"""One refresh at a time in a data folder, from the first question to the published warehouse; and one schedule.

The operating system holds the lock, so that it ends with the process that took it. Beside it stands a note of who has
it; a note that outlived its process tells that a refresh was killed.
"""

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from trialscape.errors import ArchiveError, LockError

# Somebody who asks who is at work tries the lock for an instant; that must not turn a refresh away.
_PATIENCE = 1.0
# A schedule outlives many refreshes and leaves the folder to others between them, so it has a lock of its own.
SCHEDULE, _USUAL = "schedule", "refresh"


@contextmanager
def hold_folder(data: Path, doing: str) -> Iterator[str]:
    """Hold the data folder; yield a sentence about an earlier holder that was killed, "" when there was none.

    Everything that is done excludes everything else, but for ``SCHEDULE``, which excludes other schedules only.

    Raises LockError, which names the holder, when somebody else has it, and ArchiveError when the folder is unwritable.
    """
    name = SCHEDULE if doing == SCHEDULE else _USUAL
    lock = FileLock(_lock(data, name), thread_local=False)
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=_PATIENCE)
    except Timeout as error:
        raise LockError(
            f"{_note(data, name) or 'Another process'} has the data folder {data}; wait until it ends."
        ) from error
    except OSError as error:
        raise ArchiveError(f"The data folder {data} cannot be written: {error.strerror or error}.") from error
    try:
        killed = _note(data, name)
        _write(_owner(data, name), doing)
        yield f"{killed} and did not come to its end; nothing half-done of it is used." if killed else ""
    finally:
        try:
            # A note that cannot be removed must not hide what the work came to; the next holder overwrites it.
            with suppress(OSError):
                _owner(data, name).unlink(missing_ok=True)
        finally:
            lock.release()


def lock_holder(data: Path) -> str:
    """Return who has the data folder now, as a sentence's subject; "" when nobody has it."""
    if not _lock(data, _USUAL).is_file():
        return ""
    lock = FileLock(_lock(data, _USUAL), thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return _note(data, _USUAL) or "Another process"
    except OSError:
        # Whoever may only read here cannot try the lock; the note is what there is to go by.
        return _note(data, _USUAL)
    lock.release()
    return ""


def _lock(data: Path, name: str) -> Path:
    return data / f"{name}.lock"


def _owner(data: Path, name: str) -> Path:
    return data / f"{name}.owner"


def _write(owner: Path, doing: str) -> None:
    since = datetime.now(UTC).isoformat(timespec="seconds")
    try:
        owner.write_text(f"A {doing} by process {os.getpid()} on {platform.node()}, begun {since},", encoding="utf-8")
    except OSError as error:
        raise ArchiveError(f"The data folder {owner.parent} cannot be written: {error.strerror or error}.") from error


def _note(data: Path, name: str) -> str:
    try:
        return _owner(data, name).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
