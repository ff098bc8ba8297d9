"""One writer at a time. The operating system holds the lock and releases it when the process ends."""

import os
import platform
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from trialscape.archive.files.parts import archive_errors
from trialscape.errors import LockError

_LOCK, _OWNER = "writer.lock", "writer.txt"


def take_lock(folder: Path) -> FileLock:
    """Take the writer's lock of an archive folder, creating the folder; raises LockError if another process has it."""
    with archive_errors(f"preparing the archive in {folder}"):
        folder.mkdir(parents=True, exist_ok=True)
        # Another thread may release it, so the lock belongs to the object and not to the thread.
        lock = FileLock(folder / _LOCK, thread_local=False)
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise LockError(
                f"The archive in {folder} is being written by {_owner(folder)}; wait until it ends."
            ) from error
        (folder / _OWNER).write_text(f"process {os.getpid()} on {platform.node()} since {_now()}", encoding="utf-8")
    return lock


def _owner(folder: Path) -> str:
    try:
        return (folder / _OWNER).read_text(encoding="utf-8") or "another process"
    except (OSError, UnicodeDecodeError):
        return "another process"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
