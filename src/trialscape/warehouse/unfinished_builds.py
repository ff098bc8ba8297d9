"""The private files of builds: their names and their format, and the removal of those whose build was killed."""

import contextlib
import os
import shutil
import sys
from pathlib import Path
from uuid import uuid4

import duckdb

from trialscape.warehouse.publish import SUFFIX

if sys.platform != "win32":
    import fcntl

# Clients from DuckDB 1.2 on can open such a file; the default format of DuckDB 2.x is unreadable for 1.x clients. Older
# formats compress no long text, and need seven times as much room for what is known about each column.
STORAGE_VERSION = "v1.2.0"
# Every table has its own blocks, and half of the last one is empty on average; smaller blocks compress less.
BLOCK_SIZE = 65_536

PREFIX, SPILLED = ".building-", ".tmp"
_LOG = ".wal"
# The builds of this process. Testing the lock of our own file would release it.
_own: set[str] = set()


def private_path(folder: Path) -> Path:
    """Return a path for a new build that no other build has ever used."""
    path = folder / f"{PREFIX}{uuid4().hex}{SUFFIX}"
    _own.add(path.name)
    return path


def attach(con: duckdb.DuckDBPyConnection, path: Path, name: str) -> None:
    """Attach the new file of a build as database ``name``; raises duckdb.Error."""
    where = str(path).replace("'", "''")
    options = f"STORAGE_VERSION '{STORAGE_VERSION}', BLOCK_SIZE {BLOCK_SIZE}, RECOVERY_MODE NO_WAL_WRITES"
    con.execute(f"ATTACH '{where}' AS {name} ({options})")


def write_out(con: duckdb.DuckDBPyConnection, name: str, cores: int) -> None:
    """Write all tables of database ``name`` to its file, while other connections may read them.

    FORCE waits while a statement of another connection begins or ends; without it, DuckDB refuses at such a moment.
    """
    # What runs beside this ends sooner, and then each core can take a part of a large table.
    con.execute(f"SET threads = {cores}")
    con.execute(f"FORCE CHECKPOINT {name}")


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
