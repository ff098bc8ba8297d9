"""Files that readers find whole: written beside their final name and then renamed."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl

# How unfinished files end, so that what a killed process left can be found and removed.
UNFINISHED = ".unfinished"


@contextmanager
def whole_file(target: Path, *, durable: bool = False) -> Iterator[Path]:
    """Yield the path to write to; at the end it becomes ``target``, after an error it is removed.

    Each process writes to a separate path, and removes those of killed processes for the same target. ``durable``
    forces content and name to disk, so that a power cut leaves nothing incomplete. Raises OSError as it occurs; the
    caller knows what the file was for.
    """
    beside = target.with_name(f".{target.name}.{os.getpid()}{UNFINISHED}")
    _remove_abandoned(target)
    try:
        with _locked(beside):
            yield beside
            if durable:
                sync(beside)
            beside.replace(target)
        if durable:
            sync(target.parent)
    except BaseException:
        # A clean-up that fails must not hide the error.
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise


def sync(path: Path) -> None:
    """Force a file, or a folder's list of names, to disk; other systems than POSIX cannot do so with a folder."""
    if path.is_dir() and os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Create an empty file and hold a lock on it, which ends with the process and says that the file is being written.

    The id of the process does not say so, because containers that share a folder use the same ids.
    """
    if sys.platform == "win32":
        yield
        return
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        # Some network file systems have no locks.
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)


def _remove_abandoned(target: Path) -> None:
    """Remove the unfinished files of killed processes; the next call removes what cannot be removed now."""
    with suppress(OSError):
        for path in target.parent.iterdir():
            is_of_target = path.name.startswith(f".{target.name}.") and path.name.endswith(UNFINISHED)
            if is_of_target and not _is_locked(path):
                path.unlink(missing_ok=True)


def _is_locked(path: Path) -> bool:
    """Return whether a process writes the file, or no lock can tell."""
    if sys.platform == "win32":
        return True
    handle = os.open(path, os.O_RDWR)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False
