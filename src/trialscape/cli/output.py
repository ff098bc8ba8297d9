"""How answers reach the terminal: tables for people, JSON and CSV for programs, and the demo warning before all."""

import csv
import datetime as dt
import io
import sys
import textwrap
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import orjson
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from trialscape.steps.connect import DEMO_WARNING
from trialscape.warehouse.read import Warehouse

__all__ = [
    "DEMO_WARNING",
    "NOT_REVENUE",
    "Format",
    "as_csv",
    "not_revenue",
    "print_rows",
    "printable",
    "provenance",
    "warn_if_demo",
    "wrapped",
]


class Format(StrEnum):
    """How rows are printed; ``json`` is an array with one object a row."""

    table = "table"
    json = "json"
    csv = "csv"


Rows = Sequence[Sequence[Any]]

_WIDE = 200
_LINE = 118

NOT_REVENUE = "A share of trials in a registry is not a share of revenue."


def print_rows(columns: Sequence[str], rows: Rows, form: Format, *, title: str = "") -> None:
    """Print rows to standard output in the wanted form."""
    if form is Format.json:
        objects = [dict(zip(columns, row, strict=True)) for row in rows]
        text = orjson.dumps(objects, option=orjson.OPT_INDENT_2, default=str).decode()
        sys.stdout.write(text + "\n")
    elif form is Format.csv:
        sys.stdout.write(as_csv(columns, rows))
    else:
        _print_table(columns, rows, title)


def as_csv(columns: Sequence[str], rows: Rows) -> str:
    """Return the rows as CSV; cells that a spreadsheet would run as a formula are neutralised."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_safe_cell(cell) for cell in row] for row in rows)
    return text.getvalue()


def printable(text: str) -> str:
    """Return ``text`` without control signs, which a terminal would obey; line ends and tabs become blanks."""
    return "".join(sign if sign.isprintable() else " " if sign in "\n\r\t" else "�" for sign in text)


def _safe_cell(cell: Any) -> Any:
    if isinstance(cell, list | tuple):
        cell = "; ".join(str(item) for item in cell)
    if isinstance(cell, str):
        cell = printable(cell)
    # A text that begins with one of these signs would be evaluated by a spreadsheet program.
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + cell
    return cell


def _print_table(columns: Sequence[str], rows: Rows, title: str) -> None:
    console = Console(soft_wrap=False)
    if not console.is_terminal:
        # Into a pipe or file there is no edge to wrap at.
        console = Console(width=_WIDE)
    table = Table(pad_edge=False, collapse_padding=True, header_style="bold", box=SIMPLE_HEAD)
    for position, column in enumerate(columns):
        numeric = any(isinstance(row[position], int | float) for row in rows)
        table.add_column(column.replace("_", " "), justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        # Registry text may hold square brackets, which rich would take for markup.
        table.add_row(*(printable(_shown(cell)).replace("[", "\\[") for cell in row))
    if title:
        # As a title of the table it would be folded to the table's own width.
        console.print(title, style="bold", soft_wrap=True, markup=False, highlight=False)
    console.print(table)
    if not rows:
        console.print("no rows")


def _shown(cell: Any) -> str:
    if cell is None:
        return "–"
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return f"{cell:,.0f}" if cell == int(cell) and abs(cell) >= 1 else f"{cell:,.3g}"
    if isinstance(cell, dt.datetime | dt.date):
        return cell.isoformat()
    if isinstance(cell, list | tuple):
        return ", ".join(str(item) for item in cell)
    return str(cell)


def warn_if_demo(warehouse: Warehouse, form: Format) -> None:
    """Say first of all that the figures are no findings, where the warehouse holds stand-in texts.

    JSON and CSV must stay readable for programs, so there the warning goes to standard error.
    """
    _, rows = warehouse.query("SELECT is_demo FROM meta.snapshot")
    if rows and rows[0][0]:
        stream = sys.stdout if form is Format.table else sys.stderr
        stream.write(DEMO_WARNING + "\n")
        stream.flush()


def wrapped(text: str, *, indent: str = "") -> str:
    """Return ``text`` in lines that a terminal of 120 signs shows whole."""
    return textwrap.fill(text, _LINE, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)


def not_revenue(form: Format, cautions: Sequence[str] = ()) -> None:
    """Say what a share of trials is not and what ``cautions`` say; programs find it on standard error."""
    stream = sys.stdout if form is Format.table else sys.stderr
    stream.write("".join(f"{wrapped(line)}\n" for line in (*cautions, NOT_REVENUE)))
    stream.flush()


def provenance(warehouse: Warehouse) -> str:
    """Return the line that every table ends with: which snapshot, rules and code its figures come from."""
    _, rows = warehouse.query(
        "SELECT snapshot_id, edition, rule_version, code_version, capsule_hash FROM meta.snapshot"
    )
    snapshot, edition, rules, code, capsule = rows[0]
    return f"snapshot {snapshot} · registry edition {edition} · rules {rules} · trialscape {code} · capsule {capsule}"
