"""The checks before a warehouse is published.

Every declared grain is unique, every number is finite, and no check returns a row.
"""

from collections.abc import Iterable, Sequence
from functools import partial

import duckdb

from trialscape.errors import CheckError, WarehouseError
from trialscape.warehouse.jobs import Job, run_jobs
from trialscape.warehouse.sqlfiles import CHECKS, LAYERS, SqlFile

_SHOWN = 3


def run_checks(connections: Sequence[duckdb.DuckDBPyConnection], files: Iterable[SqlFile]) -> None:
    """Run all checks and raise one CheckError that lists every failure with up to three of its rows."""
    found: dict[str, list[str]] = {}
    checked = [file for file in files if file.schema == CHECKS or (file.schema in LAYERS and file.grain)]
    run_jobs([Job(partial(_note_failures, file, found)) for file in checked], (), connections)
    if failures := [failure for file in checked for failure in found[file.place]]:
        head = f"{len(failures)} check{'s' if len(failures) != 1 else ''} failed, so nothing was published:"
        raise CheckError("\n".join([head, *(f"  {failure}" for failure in failures)]))


def _note_failures(file: SqlFile, found: dict[str, list[str]], con: duckdb.DuckDBPyConnection) -> None:
    if file.schema == CHECKS:
        found[file.place] = _check_failures(con, file)
    else:
        found[file.place] = [*_grain_failures(con, file), *_number_failures(con, file)]


def _grain_failures(con: duckdb.DuckDBPyConnection, file: SqlFile) -> list[str]:
    grain = ", ".join(file.grain)
    nulls = " OR ".join(f"{column} IS NULL" for column in file.grain)
    empty = con.execute(f"SELECT count(*) FROM {file.table} WHERE {nulls}").fetchone()  # noqa: S608
    repeated = con.execute(
        f"SELECT {grain}, count(*) FROM {file.table} GROUP BY {grain} "  # noqa: S608
        f"HAVING count(*) > 1 ORDER BY {grain} LIMIT {_SHOWN}"
    ).fetchall()
    failures = []
    if empty and empty[0]:
        failures.append(f"{file.table}: {empty[0]} rows have no value in their grain ({grain})")
    if repeated:
        failures.append(f"{file.table}: rows repeat within the grain ({grain}), such as {_rows(repeated)}")
    return failures


def _number_failures(con: duckdb.DuckDBPyConnection, file: SqlFile) -> list[str]:
    """Return the columns of ``file`` that hold NaN or infinity: a figure that cannot be given is null."""
    described = con.execute(f"DESCRIBE {file.table}").fetchall()
    columns = [name for name, kind, *_ in described if kind == "DOUBLE"]
    if not columns:
        return []
    counts = ", ".join(f"count(*) FILTER (WHERE NOT isfinite({column}))" for column in columns)
    found = con.execute(f"SELECT {counts} FROM {file.table}").fetchone() or ()  # noqa: S608
    return [
        f"{file.table}: {column} holds NaN or infinity in {count} rows"
        for column, count in zip(columns, found, strict=True)
        if count
    ]


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
