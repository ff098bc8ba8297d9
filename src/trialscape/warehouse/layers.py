"""The build order of the tables, from the tables that each statement reads, and the build of one table.

A table and its comments are written in one transaction, because each commit costs more than the comments.

The published file has some tables as views: they have many rows that follow from smaller tables, or repeat the same few
values, so that storing them would cost more than reading them again. A build holds these rows in memory while other
statements read them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace

import duckdb

from trialscape.errors import WarehouseError
from trialscape.warehouse.sqlfiles import FILLED, FLOORS, FUNCTIONS, LAYERS, SqlFile

# The database in memory that holds the rows of views; DuckDB spills it to the folder of the build like everything else.
_WORKING = "working"
# The schema of the tables that only views of the published file read.
_STORED = "stored"
_COMMENT = re.compile(r"--.*")
_TABLE = re.compile(rf"\b(?:{'|'.join(LAYERS)})\.\w+")


def build_order(files: Iterable[SqlFile]) -> list[tuple[SqlFile, set[str]]]:
    """Return the derived tables, each with the tables that it reads and after those.

    Raises WarehouseError when a file reads a table that does not exist or belongs to a later layer, or when files
    depend on each other in a cycle.
    """
    all_files = [file for file in files if file.schema in LAYERS]
    known = {file.table: file for file in all_files}
    reads = {file.table: _reads(file, known) for file in all_files if file.schema not in FILLED}
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


def _reads(file: SqlFile, known: dict[str, SqlFile]) -> set[str]:
    found = read_by(file.body)
    for name in sorted(found):
        if name not in known:
            raise WarehouseError(f"sql/{file.place} reads {name}, which no SQL file makes.")
        if FLOORS[known[name].schema] > FLOORS[file.schema]:
            raise WarehouseError(f"sql/{file.place} reads {name}, which is built after it.")
    return set(found)


def read_by(body: str) -> frozenset[str]:
    """Return the tables that a statement names, as ``schema.name``.

    A statement names every table with its layer, and nothing else begins with one. A test compares this with DuckDB's
    parser, which would take a tenth of the time of a small build.
    """
    return frozenset(_TABLE.findall(_COMMENT.sub("", body)))


def create_functions(con: duckdb.DuckDBPyConnection, files: Iterable[SqlFile]) -> None:
    """Define the temporary macros that the layers use; the published file does not need them."""
    for file in files:
        if file.schema == FUNCTIONS:
            _run(con, file, file.body)


@contextmanager
def connections(
    con: duckdb.DuckDBPyConnection, files: Iterable[SqlFile], first: str, count: int
) -> Iterator[list[duckdb.DuckDBPyConnection]]:
    """Open ``count`` connections beside ``con``, each after the statement ``first`` and with the functions.

    The functions of the layers belong to one connection.
    """
    functions = list(files)
    with ExitStack() as opened:
        found = [opened.enter_context(con.cursor()) for _ in range(count)]
        for connection in found:
            connection.execute(f"{first}; SET enable_progress_bar = false")
            create_functions(connection, functions)
        yield found


def create_declared(con: duckdb.DuckDBPyConnection, files: Iterable[SqlFile]) -> None:
    """Create all schemas and the empty tables that Python fills; raises WarehouseError as ``create_table`` does."""
    with _transaction(con):
        for schema in (*LAYERS, _STORED):
            con.execute(f"CREATE SCHEMA {schema}")
        for file in files:
            if file.schema in FILLED and not file.is_held:
                _run(con, file, file.body)
                _describe(con, file)


def create_table(file: SqlFile, con: duckdb.DuckDBPyConnection) -> None:
    """Materialise one derived table, in the order of its grain, and comment it.

    Tables, not views: an older client then needs none of the functions the statements use, and a reader never pays for
    decoding JSON again. Raises WarehouseError when the statement fails or the header lists other columns than it makes.
    """
    order = f" ORDER BY {', '.join(file.grain)}" if file.grain else ""
    # Names come from file names, which contain only lower-case letters, digits and _.
    statement = f"CREATE TABLE {file.table} AS SELECT * FROM (\n{file.body}\n){order}"  # noqa: S608
    with _transaction(con):
        _run(con, file, statement)
        _describe(con, file)


def open_working_tables(con: duckdb.DuckDBPyConnection, files: Iterable[SqlFile]) -> None:
    """Attach the database for the rows that are held in memory, with empty tables, for all connections of the build."""
    held = [file for file in files if file.is_held]
    con.execute(f"ATTACH ':memory:' AS {_WORKING} (COMPRESS)")
    for schema in sorted({file.schema for file in held}):
        con.execute(f"CREATE SCHEMA {_WORKING}.{schema}")
    for file in held:
        if file.schema in FILLED:
            _run(con, file, file.body.replace(file.table, place_in_build(file), 1))


def place_in_build(file: SqlFile) -> str:
    """Return where a build finds the rows of a table."""
    return f"{_WORKING}.{file.table}" if file.is_held else file.table


def place_in_file(file: SqlFile) -> str:
    """Return where the published file has the rows of a table; a view of it puts the values back that are held once."""
    return f"{_STORED}.{file.schema}_{file.name}" if file.each_once else file.table


def without_views(files: Iterable[SqlFile]) -> list[SqlFile]:
    """Return the files of the tables that a build makes; the statement of what is only a view replaces its name."""
    found = list(files)
    views = {file.table: file.body for file in found if file.is_only_view}
    return [replace(file, body=_put_in(file.body, views)) for file in found if not file.is_only_view]


def _put_in(body: str, views: Mapping[str, str]) -> str:
    def statement(match: re.Match[str]) -> str:
        alias = match["named"] or f" AS {match['table'].partition('.')[2]}"
        return f"(\n{views[match['table']]}\n){alias}"

    names = "|".join(map(re.escape, views))
    return re.sub(rf"\b(?P<table>{names})\b(?P<named>\s+AS\b)?", statement, body) if names else body


def reading_working_tables(body: str, files: Iterable[SqlFile]) -> str:
    """Return a statement that takes the rows of views from memory."""
    names = "|".join(re.escape(file.table) for file in files if file.is_held)
    return re.sub(rf"\b(?:{names})\b", rf"{_WORKING}.\g<0>", body) if names else body


def all_reading_working_tables(files: Iterable[SqlFile]) -> list[SqlFile]:
    """Return the files with statements that take the rows of views from memory."""
    found = list(files)
    return [replace(file, body=reading_working_tables(file.body, found)) for file in found]


def create_working_table(file: SqlFile, con: duckdb.DuckDBPyConnection) -> None:
    """Materialise the rows of a view, in no order; raises what ``create_table`` raises."""
    _run(con, file, f"CREATE TABLE {place_in_build(file)} AS\n{file.body}")


def store_values_once(file: SqlFile, con: duckdb.DuckDBPyConnection) -> None:
    """Store each combination of values of some columns once, with a number, and the other columns with this number.

    The published table is a view of both. Raises what ``create_table`` raises.
    """
    rows, once = place_in_file(file), ", ".join(file.each_once)
    held, others = place_in_build(file), [column for column in file.columns if column not in file.each_once]
    same = " AND ".join(f"held.{column} IS NOT DISTINCT FROM one.{column}" for column in file.each_once)
    order = ", ".join(f"held.{column}" for column in file.grain or ("rowid",))
    # Names come from files, which contain only lower-case letters, digits and _.
    each = f"SELECT DISTINCT {once} FROM {held} ORDER BY {once}"  # noqa: S608
    numbered = f"SELECT row_number() OVER ()::INTEGER AS value, * FROM ({each})"  # noqa: S608
    joined = f"SELECT {', '.join(others)}, value FROM {held} AS held JOIN {rows}_value AS one ON {same}"  # noqa: S608
    view = f"SELECT {', '.join(file.columns)} FROM {rows} JOIN {rows}_value USING (value)"  # noqa: S608
    with _transaction(con):
        _run(con, file, f"CREATE TABLE {rows}_value AS {numbered}")
        _run(con, file, f"CREATE TABLE {rows} AS {joined} ORDER BY {order}")
        _run(con, file, f"CREATE VIEW {file.table} AS\n{view}")
        _describe(con, file, "VIEW")
        _describe_part(con, file, rows, others)
        _describe_part(con, file, f"{rows}_value", file.each_once)


def create_views(con: duckdb.DuckDBPyConnection, files: Iterable[SqlFile]) -> None:
    """Create and comment the views, whose rows the readers compute; raises what ``create_table`` raises."""
    for file, _ in build_order(files):
        if file.is_held and not file.each_once:
            same_rows = f"SELECT {', '.join(file.columns)} FROM {file.source}"  # noqa: S608
            with _transaction(con):
                _run(con, file, f"CREATE VIEW {file.table} AS\n{same_rows if file.source else file.body}")
                _describe(con, file, "VIEW")


@contextmanager
def _transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Commit what is done inside, or nothing of it after an error."""
    con.execute("BEGIN")
    try:
        yield
    except BaseException:
        con.execute("ROLLBACK")
        raise
    con.execute("COMMIT")


def _run(con: duckdb.DuckDBPyConnection, file: SqlFile, statement: str) -> None:
    try:
        con.execute(statement)
    except (duckdb.ProgrammingError, duckdb.DataError) as error:
        raise WarehouseError(f"sql/{file.place} fails: {' '.join(str(error).split())[:300]}") from error


def _describe(con: duckdb.DuckDBPyConnection, file: SqlFile, kind: str = "TABLE") -> None:
    """Refuse a header whose columns differ from the table's columns or their order, then store the comments."""
    _demand_columns(file, [name for name, *_ in con.execute(f"DESCRIBE {file.table}").fetchall()])
    _comment(con, f"{kind} {file.table}", f"{file.title} {file.definition}")
    for column, meaning in file.columns.items():
        _comment(con, f'COLUMN {file.table}."{column}"', meaning)


def _describe_part(con: duckdb.DuckDBPyConnection, file: SqlFile, table: str, columns: Iterable[str]) -> None:
    _comment(con, f"TABLE {table}", f"A part of {file.table}, which is a view of both parts.")
    _comment(con, f"COLUMN {table}.value", "number of the combination of values")
    for column in columns:
        _comment(con, f'COLUMN {table}."{column}"', file.columns[column])


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
