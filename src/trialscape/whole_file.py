"""Files that readers find whole: written beside their final name and then renamed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# How unfinished files end, so that what a killed process left can be found and removed.
UNFINISHED = ".unfinished"


@contextmanager
def whole_file(target: Path, *, durable: bool = False) -> Iterator[Path]:
    """Yield the path to write to; at the end it becomes ``target``, after an error it is removed.

    Each process writes to a separate path. ``durable`` forces content and name to disk, so that a power cut leaves
    nothing incomplete. Raises OSError as it occurs; the caller knows what the file was for.
    """
    beside = target.with_name(f".{target.name}.{os.getpid()}{UNFINISHED}")
    try:
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
