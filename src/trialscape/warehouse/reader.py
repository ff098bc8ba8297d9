"""Read the published warehouse: read-only, without access to files or network, and without blocking a refresh."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import duckdb

from trialscape.database import connect
from trialscape.errors import UsageError, WarehouseError
from trialscape.paths import sql_folder
from trialscape.warehouse.publish import current_path
from trialscape.warehouse.sqlfiles import find_sql_files, sql_version

# Messages of DuckDB for a wrong checksum, a truncated file and an internal error.
_DAMAGE = (duckdb.FatalException, duckdb.IOException, duckdb.InternalException, duckdb.SerializationException)
# The line with which DuckDB points at a place in the line above it.
_MARKS = re.compile(r"\n\s*\^+\s*$", re.MULTILINE)
# What DuckDB says of a program that has a file open for writing.
_HELD = re.compile(r"Conflicting lock is held in [^()]*\((PID \d+)\)")
_READING = frozenset({"SELECT", "EXPLAIN"})
_READING_PRAGMA = re.compile(
    r"\s*PRAGMA\s+(table_info|show|show_tables|show_tables_expanded|database_list|database_size|storage_info|version)\b",
    re.IGNORECASE,
)

Rows = list[tuple[Any, ...]]
Parameters = Sequence[object] | Mapping[str, object] | None


class Warehouse:
    """An open version of the warehouse; it stays the same version until it is closed. Use it as a context manager."""

    def __init__(self, path: Path) -> None:
        """Open a version. Raises WarehouseError when it is missing or damaged."""
        self.path = path
        try:
            # One configuration for all readers, because DuckDB refuses a second one for a file that is already open.
            # Access to other files cannot be turned on again while the file is open, and no statement that sets an
            # option passes _is_reading.
            self._con = connect(path, read_only=True, config={"enable_external_access": False})
        except duckdb.Error as error:
            raise WarehouseError(_not_opened(path, error)) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._con.close()

    def stop(self) -> None:
        """Stop the statement that runs in another thread; its ``query`` raises UsageError."""
        self._con.interrupt()

    def query(self, sql: str, parameters: Parameters = None, *, most: int | None = None) -> tuple[list[str], Rows]:
        """Run one reading statement and return its column names and rows, at most ``most`` of them.

        Raises UsageError when the statement is wrong, when there is more than one, or when it would write.
        """
        try:
            statements = self._con.extract_statements(sql)
            if len(statements) != 1:
                raise UsageError(f"Only one statement is allowed; this text holds {len(statements)}.")
            if not _is_reading(statements[0]):
                raise UsageError("The warehouse is read-only; use SELECT, DESCRIBE, SUMMARIZE or EXPLAIN.")
            # Passing None would be read as an argument, so it is left out.
            result = self._con.execute(sql, parameters) if parameters is not None else self._con.execute(sql)
            names = [column[0] for column in result.description or ()]
            return names, result.fetchall() if most is None else result.fetchmany(most)
        except _DAMAGE as error:
            raise WarehouseError(
                f"{self.path} is damaged ({_reason(error)}); run 'trialscape build' to rebuild it."
            ) from error
        except duckdb.Error as error:
            if isinstance(error, duckdb.CatalogException | duckdb.BinderException) and self._is_of_other_sql():
                raise WarehouseError(
                    f"{self.path.name} was built with other SQL files than this program has, and lacks the requested "
                    f"data; run 'trialscape build' to rebuild it. ({_reason(error)})"
                ) from error
            raise UsageError(f"The statement failed: {_reason(error)}.") from error

    def facts(self) -> dict[str, str]:
        """Return what the version was built from, as ``raw.snapshot_fact`` says; empty when unreadable."""
        try:
            _, rows = self.query("SELECT key, value FROM raw.snapshot_fact")
        except (WarehouseError, UsageError):
            return {}
        return {str(key): str(value) for key, value in rows}

    def _is_of_other_sql(self) -> bool:
        """Return whether another version of this program built the file."""
        try:
            rows = self._con.execute("SELECT value FROM raw.snapshot_fact WHERE key = 'sql_version'").fetchall()
        except duckdb.Error:
            return True
        return rows != [(sql_version(find_sql_files(sql_folder())),)]


def open_current(folder: Path) -> Warehouse:
    """Open the current version in the warehouse folder; WarehouseError says what to do when there is none."""
    missed: Path | None = None
    # A version that is pruned before it is opened has a successor, which the pointer already names.
    while (path := current_path(folder)) != missed:
        missed = path
        if not path.exists():
            continue
        try:
            return Warehouse(path)
        except WarehouseError:
            if path.exists():
                raise
    raise WarehouseError(f"{missed} is missing; run 'trialscape build' to make it from the archive.")


def open_version(path: Path) -> Warehouse | None:
    """Open a published version; None when it is damaged or was pruned meanwhile."""
    try:
        return Warehouse(path)
    except WarehouseError:
        return None


def _is_reading(statement: duckdb.Statement) -> bool:
    if statement.type.name == "PRAGMA":
        return _READING_PRAGMA.match(statement.query) is not None
    return statement.type.name in _READING


def _not_opened(path: Path, error: duckdb.Error) -> str:
    """Return why a file cannot be opened: another program has it open for writing, or it is damaged."""
    if (holder := _HELD.search(str(error))) is not None:
        return (
            f"{path} is open for writing in another program ({holder.group(1)}), which locks readers out; close it "
            "there, or open it there with -readonly."
        )
    return f"{path} cannot be opened: {_reason(error)}; 'trialscape build' writes a new file."


def _reason(error: Exception) -> str:
    """Return what DuckDB says, as part of a sentence: without the marks under a place, which need a separate line."""
    return " ".join(_MARKS.sub("", str(error)).split())[:500].rstrip(".!")
