"""The private files of builds: their names, and the removal of those whose build was killed."""

import contextlib
import os
import shutil
import sys
from pathlib import Path
from uuid import uuid4

from trialscape.warehouse.publish import SUFFIX

if sys.platform != "win32":
    import fcntl

PREFIX, SPILLED = ".building-", ".tmp"
_LOG = ".wal"
# The builds of this process. Testing the lock of our own file would release it.
_own: set[str] = set()


def private_path(folder: Path) -> Path:
    """Return a path for a new build that no other build has ever used."""
    path = folder / f"{PREFIX}{uuid4().hex}{SUFFIX}"
    _own.add(path.name)
    return path


def remove_unfinished_builds(folder: Path) -> None:
    """Remove the files of killed builds; a running build keeps its file.

    DuckDB locks the file that it writes, and the lock ends with the process. Process ids are not a test: in a container
    the next build often gets the id of the killed one.
    """
    for path in folder.glob(f"{PREFIX}*"):
        name = path.name.removesuffix(_LOG).removesuffix(SPILLED)
        if name not in _own and not _is_open(path.with_name(name)):
            remove(path.with_name(name))


def remove(path: Path) -> None:
    """Remove a private file with its log and its spilled data."""
    # The next build removes what cannot be removed now; this error must not hide the error of the build.
    for leftover in (path, path.with_name(f"{path.name}{_LOG}")):
        with contextlib.suppress(OSError):
            leftover.unlink(missing_ok=True)
    shutil.rmtree(path.with_name(f"{path.name}{SPILLED}"), ignore_errors=True)
    _own.discard(path.name)


def _is_open(path: Path) -> bool:
    if sys.platform == "win32":
        # On such systems an open file cannot be removed anyway.
        return False
    try:
        handle = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    try:
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False
