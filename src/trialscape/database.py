"""The only module that opens a DuckDB connection."""

from pathlib import Path

import duckdb


def connect(
    path: Path | str = ":memory:", *, read_only: bool = False, config: dict[str, str | bool] | None = None
) -> duckdb.DuckDBPyConnection:
    """Open ``path`` with the global options of ``config`` and without a progress bar.

    DuckDB turns its progress bar on where Python has no main file, as in notebooks and test workers, and writes it to
    standard output among the rows. Raises duckdb.Error when the file cannot be opened.
    """
    connection = duckdb.connect(path, read_only=read_only, config={**(config or {})})
    connection.execute("SET enable_progress_bar = false")
    return connection
