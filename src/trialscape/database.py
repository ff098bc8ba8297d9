"""The only module that opens a DuckDB connection."""

import atexit
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir
from uuid import uuid4

import duckdb

# A limit far above what a slice of records needs, which is about ten times its text; larger data spill to the disk.
_SHARED_MEMORY = "512MB"
# After these errors DuckDB refuses every further statement, or may be wrong.
_FATAL = (duckdb.FatalException, duckdb.InternalException)


def connect(
    path: Path | str = ":memory:", *, read_only: bool = False, config: dict[str, str | bool] | None = None
) -> duckdb.DuckDBPyConnection:
    """Open ``path`` with the global options of ``config`` and without a progress bar.

    DuckDB turns its progress bar on where Python has no main file, as in notebooks and test workers, and writes it to
    standard output among the rows. Raises duckdb.Error when the file cannot be opened.
    """
    connection = duckdb.connect(path, read_only=read_only, config={**(config or {})})
    connection.execute(_QUIET)
    return connection


_QUIET = "SET enable_progress_bar = false"


@contextmanager
def shared_connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a connection for reading Parquet files, to a database in memory that all such connections share.

    Opening a database takes 15 ms, mostly for its list of functions, and a refresh asks the archive a dozen times.
    Only temporary tables belong to one connection. The database spills into a folder of the system's, because what is
    read may be read-only. Raises duckdb.Error when it cannot be opened.
    """
    connection = _shared.cursor()
    try:
        connection.execute(_QUIET)
        yield connection
    except _FATAL:
        _shared.release()
        raise
    finally:
        connection.close()


class _Shared:
    """The shared database of this process, opened at its first use and after an error that ended it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._root: duckdb.DuckDBPyConnection | None = None

    def cursor(self) -> duckdb.DuckDBPyConnection:
        with self._lock:
            if self._root is None:
                self._root = connect(config=_shared_options())
            return self._root.cursor()

    def release(self) -> None:
        """Let the database close as soon as no connection uses it."""
        # Calling close() would end the connections in use as well.
        with self._lock:
            self._root = None


def _shared_options() -> dict[str, str | bool]:
    return {
        "memory_limit": _SHARED_MEMORY,
        "temp_directory": str(Path(gettempdir()) / f"trialscape-{uuid4().hex}"),
        "autoinstall_known_extensions": "false",
        "preserve_insertion_order": "false",
        # Files are read once, and a process that lives for weeks must not keep them in memory.
        "enable_external_file_cache": "false",
    }


_shared = _Shared()
atexit.register(_shared.release)
if hasattr(os, "register_at_fork"):
    # A forked process would inherit the database without its threads.
    os.register_at_fork(before=_shared.release)
