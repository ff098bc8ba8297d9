"""The checks before a warehouse is published.

Every declared grain is unique, every number is finite, and no check returns a row.
"""

from collections.abc import Iterable
from functools import partial

import duckdb

from trialscape.errors import CheckError, WarehouseError
from trialscape.warehouse.jobs import Job
from trialscape.warehouse.layers import place_in_build, read_by
from trialscape.warehouse.sqlfiles import CHECKS, LAYERS, SqlFile

_SHOWN = 3


class Checks:
    """All checks of a build, each as a job that runs as soon as the tables that it reads are there."""

    def __init__(self, files: Iterable[SqlFile]) -> None:
        self._files = [file for file in files if file.schema == CHECKS or (file.schema in LAYERS and file.grain)]
        self._found: dict[str, list[str]] = {}

    def jobs(self) -> list[Job]:
        """Return a job for each check, which takes note of what fails."""
        return [Job(partial(_note_failures, file, self._found), _needs(file)) for file in self._files]

    def demand(self) -> None:
        """Raise one CheckError that lists every failure with up to three of its rows; all jobs must have run."""
        if failures := [failure for file in self._files for failure in self._found[file.place]]:
            head = f"{len(failures)} check{'s' if len(failures) != 1 else ''} failed, so nothing was published:"
            raise CheckError("\n".join([head, *(f"  {failure}" for failure in failures)]))


def _needs(file: SqlFile) -> frozenset[str]:
    return read_by(file.body) if file.schema == CHECKS else frozenset([file.table])


def _note_failures(file: SqlFile, found: dict[str, list[str]], con: duckdb.DuckDBPyConnection) -> None:
    if file.schema == CHECKS:
        found[file.place] = _check_failures(con, file)
    else:
        found[file.place] = [*_value_failures(con, file), *_repeated_rows(con, file)]


def _value_failures(con: duckdb.DuckDBPyConnection, file: SqlFile) -> list[str]:
    """Return rows without a value in their grain, and columns with NaN or infinity: such a figure must be null."""
    described = con.execute(f"DESCRIBE {place_in_build(file)}").fetchall()
    numbers = [name for name, kind, *_ in described if kind == "DOUBLE"]
    if not _has_such_rows(con, file, numbers):
        return []
    grain = ", ".join(file.grain)
    conditions = [" OR ".join(f"{column} IS NULL" for column in file.grain)]
    conditions += [f"NOT isfinite({column})" for column in numbers]
    counts = ", ".join(f"count(*) FILTER (WHERE {condition})" for condition in conditions)
    empty, *infinite = con.execute(f"SELECT {counts} FROM {place_in_build(file)}").fetchone() or ()  # noqa: S608
    words = [f"{empty} rows have no value in their grain ({grain})"] if empty else []
    words += [f"{name} holds NaN or infinity in {n} rows" for name, n in zip(numbers, infinite, strict=True) if n]
    return [f"{file.table}: {word}" for word in words]


def _has_such_rows(con: duckdb.DuckDBPyConnection, file: SqlFile, numbers: Iterable[str]) -> bool:
    """Return whether any row may fail: what DuckDB knows of each block, its bounds and nulls, mostly answers this."""
    conditions = [f"{column} IS NULL" for column in file.grain]
    # NaN is above infinity.
    conditions += [f"{column} >= 'inf'::DOUBLE OR {column} = '-inf'::DOUBLE" for column in numbers]
    query = f"SELECT 1 FROM {place_in_build(file)} WHERE {' OR '.join(conditions)} LIMIT 1"  # noqa: S608
    return bool(con.execute(query).fetchall())


def _repeated_rows(con: duckdb.DuckDBPyConnection, file: SqlFile) -> list[str]:
    grain = ", ".join(file.grain)
    # Hashes are faster to compare than columns; equal rows have equal ones.
    counted = f"SELECT count(*) - count(DISTINCT hash({grain})) FROM {place_in_build(file)}"  # noqa: S608
    if not con.execute(counted).fetchall()[0][0]:
        return []
    repeated = con.execute(
        f"SELECT {grain}, count(*) FROM {place_in_build(file)} GROUP BY {grain} "  # noqa: S608
        f"HAVING count(*) > 1 ORDER BY {grain} LIMIT {_SHOWN}"
    ).fetchall()
    return [f"{file.table}: rows repeat within the grain ({grain}), such as {_rows(repeated)}"] if repeated else []


def _check_failures(con: duckdb.DuckDBPyConnection, file: SqlFile) -> list[str]:
    try:
        rows = con.execute(file.body).fetchall()
    except (duckdb.ProgrammingError, duckdb.DataError) as error:
        raise WarehouseError(f"sql/{file.place} fails: {' '.join(str(error).split())[:300]}") from error
    if not rows:
        return []
    return [f"{file.name}: {file.title} {len(rows)} row{'s' if len(rows) != 1 else ''}, such as {_rows(rows[:_SHOWN])}"]


def _rows(rows: list[tuple[object, ...]]) -> str:
    return "; ".join("(" + ", ".join(str(value) for value in row) + ")" for row in rows)
