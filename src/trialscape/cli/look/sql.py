"""The command sql: one read-only statement on the warehouse, and a list of its tables."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from trialscape.cli.shared.options import Data, OutputFormat
from trialscape.cli.shared.output import Format, print_rows, provenance, warn_if_demo
from trialscape.cli.shared.source import open_shown, with_source_options
from trialscape.errors import UsageError
from trialscape.queries import query_text

# What people type to see which tables there are, with the schema that it lists; DuckDB itself shows only schema main.
_LISTS = {".marts": "marts", "show marts": "marts", ".tables": None, "show tables": None, "show all tables": None}


@with_source_options
def sql(
    query: Annotated[
        str,
        typer.Argument(
            help="One read-only statement; FILE.sql or @FILE with one; - for standard input; .marts, .tables."
        ),
    ],
    data: Data,
    form: OutputFormat = Format.table,
) -> None:
    """Run one read-only statement on the published warehouse; .marts lists the tables with a sentence each.

    Example: trialscape sql "FROM marts.trial SELECT nct_id, brief_title WHERE 'til' IN modalities"
    """
    statement = _statement(query)
    asked = " ".join(statement.casefold().split()).rstrip("; ")
    with open_shown(data) as warehouse:
        warn_if_demo(warehouse, form)
        if asked in _LISTS:
            columns, rows = warehouse.query(query_text("look/tables"), {"schema": _LISTS[asked]})
        else:
            columns, rows = warehouse.query(statement)
        print_rows(columns, rows, form, spare=("rows", "columns") if asked in _LISTS else ())
        if form is Format.table:
            typer.echo(provenance(warehouse))


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
