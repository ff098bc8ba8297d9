"""The command sql: read-only statements on the warehouse, one or a session, and lists of tables and columns."""

import sys
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path
from threading import Thread
from typing import Annotated

import typer

from trialscape.cli.query.session import GREETING, run_session
from trialscape.cli.shared.names import resolve_name
from trialscape.cli.shared.options import Data, OutputFormat
from trialscape.cli.shared.output import Format, print_rows, provenance, warn_if_demo, wrapped
from trialscape.cli.shared.printable import printable
from trialscape.cli.shared.source import open_shown, with_source_options
from trialscape.errors import UsageError
from trialscape.queries import query_text
from trialscape.warehouse.reader import Rows, Warehouse

# Seconds between two attempts to stop a statement.
_BETWEEN_STOPS = 0.1
# What people type to see which tables there are, with the schema that it lists; DuckDB itself shows only schema main.
_LISTS: dict[str, str | None] = {
    ".marts": "marts",
    "show marts": "marts",
    ".tables": None,
    "show tables": None,
    "show all tables": None,
}


@with_source_options
def sql(
    data: Data,
    query: Annotated[
        str | None,
        typer.Argument(
            help="One read-only statement; FILE.sql or @FILE with one; - for standard input; .marts, .tables, .columns "
            "TABLE. Without it, a session in a terminal."
        ),
    ] = None,
    form: OutputFormat = Format.table,
) -> None:
    """Run one read-only statement on the published warehouse, or a session of them in a terminal.

    .marts lists the tables for figures with a sentence each, .columns TABLE the columns of one with their meaning.

    Examples: trialscape sql; trialscape sql .marts; trialscape sql "FROM marts.trial WHERE 'til' IN modalities"
    """
    is_session = query is None and sys.stdin.isatty()
    statement = "" if is_session else _statement("-" if query is None else query)
    with open_shown(data) as warehouse:
        warn_if_demo(warehouse, form)
        if is_session:
            typer.echo(wrapped(GREETING))
            run_session(lambda text: _answer(warehouse, text, form), lambda: _names(warehouse))
        else:
            _answer(warehouse, statement, form)
        if form is Format.table:
            typer.echo(provenance(warehouse))


def _answer(warehouse: Warehouse, statement: str, form: Format) -> None:
    """Print the rows of a statement or of a list."""
    words = statement.casefold().rstrip("; \n").split()
    asked = " ".join(words)
    if asked in _LISTS:
        columns, rows = warehouse.query(query_text("look/tables"), {"schema": _LISTS[asked]})
        spare: tuple[str, ...] = ("rows", "columns")
    elif words[:1] == [".columns"]:
        columns, rows, spare = *_columns(warehouse, words[1:]), ("type",)
    elif asked.startswith("."):
        raise UsageError(f"There is no '{printable(asked)}'; there are .marts, .tables and .columns TABLE.")
    else:
        columns, rows = _stoppable(warehouse, statement)
        spare = ()
    print_rows(columns, rows, form, spare=spare)


def _stoppable(warehouse: Warehouse, statement: str) -> tuple[list[str], Rows]:
    """Run a statement so that Ctrl-C stops it at once: in its own thread DuckDB sees the signal late or never."""
    answer: Future[tuple[list[str], Rows]] = Future()
    worker = Thread(target=_answer_into, args=(answer, warehouse, statement), daemon=True)
    try:
        worker.start()
        return answer.result()
    except KeyboardInterrupt:
        # A stop that arrives before the statement has begun has no effect, so it is repeated.
        while worker.is_alive():
            warehouse.stop()
            worker.join(_BETWEEN_STOPS)
        raise


def _answer_into(answer: Future[tuple[list[str], Rows]], warehouse: Warehouse, statement: str) -> None:
    try:
        answer.set_result(warehouse.query(statement))
    except BaseException as error:  # noqa: BLE001 - the caller raises it in its own thread
        answer.set_exception(error)


def _columns(warehouse: Warehouse, words: Sequence[str]) -> tuple[list[str], Rows]:
    """Return name, type and meaning of each column of a table; the schema marts may be left out."""
    _, tables = warehouse.query(query_text("look/tables"), {"schema": None})
    known = [str(row[0]) for row in tables]
    spelt = {name: [name.partition(".")[2]] for name in known if name.startswith("marts.")}
    table = resolve_name("table", " ".join(words), known, spelt)
    return warehouse.query(query_text("look/table_columns"), {"table": table})


def _names(warehouse: Warehouse) -> list[str]:
    """Return the names that can be completed: tables and columns."""
    return [str(row[0]) for row in warehouse.query(query_text("look/table_names"))[1]]


def _statement(query: str) -> str:
    """Return the statement itself, or that of the file or the standard input that ``query`` names."""
    if query == "-":
        return _standard_input()
    name = query.removeprefix("@")
    if name == query and not query.casefold().endswith(".sql"):
        return query
    try:
        return Path(name).read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{name} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{name} is not UTF-8 text.") from error


def _standard_input() -> str:
    try:
        text = sys.stdin.read()
        # In some locales, Python reads other bytes as half characters, which only writing them reveals.
        text.encode()
    except UnicodeError as error:
        raise UsageError("The standard input is not UTF-8 text.") from error
    return text
