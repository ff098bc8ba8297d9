"""One refresh at a time in a data folder, from the first question to the published warehouse.

The operating system holds the lock, so that it ends with the process that took it. Beside it stands a note of who has
it; a note that outlived its process tells that a refresh was killed.
"""

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from trialscape.errors import ArchiveError, LockError

# Somebody who asks who is at work tries the lock for an instant; that must not turn a refresh away.
_PATIENCE = 1.0
LOCK, OWNER = "refresh.lock", "refresh.owner"


@contextmanager
def only_one(data: Path, doing: str) -> Iterator[str]:
    """Hold the data folder; yield a sentence about an earlier holder that was killed, "" when there was none.

    Raises LockError, which names the holder, when somebody else has it, and ArchiveError when the folder is unwritable.
    """
    lock = FileLock(data / LOCK, thread_local=False)
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=_PATIENCE)
    except Timeout as error:
        raise LockError(f"{_note(data) or 'Another process'} has the data folder {data}; wait for its end.") from error
    except OSError as error:
        raise ArchiveError(f"The data folder {data} cannot be written: {error.strerror or error}.") from error
    try:
        killed = _note(data)
        _write(data, doing)
        yield f"{killed} and did not come to its end; nothing half-done of it is used." if killed else ""
    finally:
        (data / OWNER).unlink(missing_ok=True)
        lock.release()


def holder(data: Path) -> str:
    """Return who has the data folder now, as a sentence's subject; "" when nobody has it."""
    if not (data / LOCK).is_file():
        return ""
    lock = FileLock(data / LOCK, thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return _note(data) or "Another process"
    except OSError:
        # Whoever may only read here cannot try the lock; the note is what there is to go by.
        return _note(data)
    lock.release()
    return ""


def _write(data: Path, doing: str) -> None:
    since = datetime.now(UTC).isoformat(timespec="seconds")
    try:
        (data / OWNER).write_text(
            f"A {doing} by process {os.getpid()} on {platform.node()}, begun {since},", encoding="utf-8"
        )
    except OSError as error:
        raise ArchiveError(f"The data folder {data} cannot be written: {error.strerror or error}.") from error


def _note(data: Path) -> str:
    try:
        return (data / OWNER).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
