"""The build order of the tables, from the tables that each statement reads, and the build of one table."""

import re
from collections.abc import Iterable

import duckdb

from trialscape.errors import WarehouseError
from trialscape.warehouse.sqlfiles import FILLED, FLOORS, FUNCTIONS, LAYERS, SqlFile

_TABLE = re.compile(r'"schema_name":"(\w+)","table_name":"(\w+)"')
_KNOWN_TABLES: dict[str, frozenset[str]] = {}


def build_order(con: duckdb.DuckDBPyConnection, files: Iterable[SqlFile]) -> list[tuple[SqlFile, set[str]]]:
    """Return the derived tables, each with the tables that it reads and after those.

    Raises WarehouseError when a file reads a table that does not exist or belongs to a later layer, or when files
    depend on each other in a cycle.
    """
    all_files = [file for file in files if file.schema in LAYERS]
    known = {file.table: file for file in all_files}
    reads = {file.table: _reads(con, file, known) for file in all_files if file.schema not in FILLED}
    ordered: list[tuple[SqlFile, set[str]]] = []
    done = {file.table for file in all_files if file.schema in FILLED}
    while len(ordered) < len(reads):
        ready = [name for name, needs in reads.items() if name not in done and needs <= done]
        if not ready:
            circle = ", ".join(known[name].place for name in reads if name not in done)
            raise WarehouseError(f"These SQL files depend on each other in a cycle: {circle}.")
        ordered += [(known[name], reads[name]) for name in ready]
        done.update(ready)
    return ordered


def _reads(con: duckdb.DuckDBPyConnection, file: SqlFile, known: dict[str, SqlFile]) -> set[str]:
    found = read_by(con, file.body)
    for name in sorted(found):
        if name not in known:
            raise WarehouseError(f"sql/{file.place} reads {name}, which no SQL file makes.")
        if FLOORS[known[name].schema] > FLOORS[file.schema]:
            raise WarehouseError(f"sql/{file.place} reads {name}, which is built after it.")
    return set(found)


def read_by(con: duckdb.DuckDBPyConnection, body: str) -> frozenset[str]:
    """Return the tables that a statement names; a process that builds again does not parse it again."""
    if body not in _KNOWN_TABLES:
        row = con.execute("SELECT json_serialize_sql(?)", [body]).fetchone()
        found = _TABLE.findall(row[0] if row else "")
        _KNOWN_TABLES[body] = frozenset(f"{schema}.{table}" for schema, table in found)
    return _KNOWN_TABLES[body]


def create_functions(con: duckdb.DuckDBPyConnection, files: Iterable[SqlFile]) -> None:
    """Define the temporary macros that the layers use; the published file does not need them."""
    for file in files:
        if file.schema == FUNCTIONS:
            _run(con, file, file.body)


def create_declared(con: duckdb.DuckDBPyConnection, files: Iterable[SqlFile]) -> None:
    """Create all schemas and the empty tables that Python fills."""
    con.execute("BEGIN")
    for schema in LAYERS:
        con.execute(f"CREATE SCHEMA {schema}")
    for file in files:
        if file.schema in FILLED:
            _run(con, file, file.body)
    con.execute("COMMIT")


def create_table(file: SqlFile, con: duckdb.DuckDBPyConnection) -> None:
    """Materialise one derived table, in the order of its grain.

    Tables, not views: an older client then needs none of the functions the statements use, and a reader never pays for
    decoding JSON again.
    """
    order = f" ORDER BY {', '.join(file.grain)}" if file.grain else ""
    # Names come from file names, which contain only lower-case letters, digits and _.
    _run(con, file, f"CREATE TABLE {file.table} AS SELECT * FROM (\n{file.body}\n){order}")  # noqa: S608


def _run(con: duckdb.DuckDBPyConnection, file: SqlFile, statement: str) -> None:
    try:
        con.execute(statement)
    except (duckdb.ProgrammingError, duckdb.DataError) as error:
        raise WarehouseError(f"sql/{file.place} fails: {' '.join(str(error).split())[:300]}") from error


def describe(con: duckdb.DuckDBPyConnection, files: Iterable[SqlFile]) -> None:
    """Refuse headers whose columns differ from their tables' columns or order, then store the comments.

    All comments go into one transaction, because each commit costs more than the comment.
    """
    listed = [file for file in files if file.schema in LAYERS]
    actual = _columns(con)
    con.execute("BEGIN")
    for file in listed:
        _demand_columns(file, actual[file.table])
        _comment(con, f"TABLE {file.table}", f"{file.title} {file.definition}")
        for column, meaning in file.columns.items():
            _comment(con, f'COLUMN {file.table}."{column}"', meaning)
    con.execute("COMMIT")


def _demand_columns(file: SqlFile, actual: list[str]) -> None:
    if list(file.columns) != actual:
        differing = sorted(set(actual) ^ set(file.columns))
        what = f"differ in: {', '.join(differing)}" if differing else "have different orders"
        raise WarehouseError(f"sql/{file.place}: the columns of its header and of its statement {what}.")
    for column in file.grain:
        if column not in actual:
            raise WarehouseError(f"sql/{file.place}: the grain names '{column}', which is not a column of the table.")


def _comment(con: duckdb.DuckDBPyConnection, target: str, words: str) -> None:
    quoted = words.replace("'", "''")
    con.execute(f"COMMENT ON {target} IS '{quoted}'")


def _columns(con: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """Return the columns of every table in order, by ``schema.name``."""
    rows = con.execute(
        "SELECT schema_name || '.' || table_name, list(column_name ORDER BY column_index) FROM duckdb_columns() "
        "WHERE database_name = current_database() AND NOT internal GROUP BY ALL"
    ).fetchall()
    return {str(name): list(columns) for name, columns in rows}
