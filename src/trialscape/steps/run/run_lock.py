"""The lock of a data folder: one refresh at a time, from the first request to the publication, and one schedule.

The operating system holds the lock, so it ends with its process. A file next to it names the owner; if it remains after
the process ended, a refresh was killed.
"""

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from trialscape.errors import ArchiveError, LockError
from trialscape.steps.run.leftovers import remove_leftovers

# ``lock_holder`` takes the lock for an instant, and a refresh must not fail because of that.
_PATIENCE = 1.0
# A schedule runs between refreshes too, while other commands may use the folder, so it has a separate lock.
SCHEDULE, _USUAL = "schedule", "refresh"


@contextmanager
def hold_folder(data: Path, doing: str) -> Iterator[str]:
    """Lock the data folder; yield a sentence about an earlier owner that was killed, "" if there was none.

    All operations exclude each other, except ``SCHEDULE``, which excludes only other schedules.

    Raises LockError, which names the owner, when another process has the lock, and ArchiveError when the folder cannot
    be written.
    """
    name = SCHEDULE if doing == SCHEDULE else _USUAL
    lock = FileLock(_lock(data, name), thread_local=False)
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=_PATIENCE)
    except Timeout as error:
        raise LockError(
            f"{_note(data, name) or 'Another process'} is using the data folder {data}; wait until it ends."
        ) from error
    except OSError as error:
        raise ArchiveError(f"The data folder {data} cannot be written: {error.strerror or error}.") from error
    try:
        killed = _note(data, name)
        _write(_owner(data, name), doing)
        if name == _USUAL:
            remove_leftovers(data)
        yield f"{killed} and did not finish; none of its partial results is used." if killed else ""
    finally:
        try:
            # If the owner file cannot be removed, the result of the work must still be reported; the next owner
            # overwrites it.
            with suppress(OSError):
                _owner(data, name).unlink(missing_ok=True)
        finally:
            lock.release()


def lock_holder(data: Path) -> str:
    """Return the owner of the lock as the subject of a sentence; "" if the folder is not locked."""
    if not _lock(data, _USUAL).is_file():
        return ""
    lock = FileLock(_lock(data, _USUAL), thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return _note(data, _USUAL) or "Another process"
    except OSError:
        # A user without write access cannot try the lock, so the owner file decides.
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
