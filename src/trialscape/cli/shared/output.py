"""Output: tables for people, JSON and CSV for programs, with the demonstration warning first."""

import csv
import io
import os
import shutil
import sys
import textwrap
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import orjson

from trialscape.cli.shared.options import Format
from trialscape.cli.shared.printable import escaped, printable
from trialscape.cli.shared.tables import print_table
from trialscape.data_folder import DEMO_WARNING
from trialscape.warehouse.reader import Warehouse

__all__ = [
    "NOT_REVENUE",
    "Format",
    "as_csv",
    "as_objects",
    "not_revenue",
    "print_rows",
    "provenance",
    "warn_if_demo",
    "warn_of_demo",
    "wrapped",
]


Rows = Sequence[Sequence[Any]]

_LARGEST = 2**63 - 1
# Longer lines are hard to read.
_LINE = 118

NOT_REVENUE = "A share of trials in a registry is not a share of revenue."


def print_rows(
    columns: Sequence[str], rows: Rows, form: Format, *, title: str = "", spare: Sequence[str] | None = None
) -> None:
    """Print rows to standard output in the wanted form; ``spare`` columns of a table may be left out to fit."""
    if form is Format.json:
        text = orjson.dumps(as_objects(columns, rows), option=orjson.OPT_INDENT_2, default=str).decode()
        sys.stdout.write(escaped(text) + "\n")
    elif form is Format.csv:
        sys.stdout.write(as_csv(columns, rows))
    else:
        print_table(columns, rows, title, spare)


def as_objects(columns: Sequence[str], rows: Rows) -> list[dict[str, Any]]:
    """Return each row as a JSON object by column; a repeated column gets a number."""
    names = _unique_names(columns)
    return [dict(zip(names, map(_value, row), strict=True)) for row in rows]


def _unique_names(columns: Sequence[str]) -> list[str]:
    """Return the names with a number after repeated ones, because a JSON object needs unique names."""
    seen: Counter[str] = Counter()
    names = []
    for column in columns:
        seen[column] += 1
        names.append(column if seen[column] == 1 else f"{column}_{seen[column]}")
    return names


def _value(cell: Any) -> Any:
    """Return a cell as a JSON value: decimals and integers beyond 64 bits become double-precision numbers."""
    if isinstance(cell, Decimal) or (isinstance(cell, int) and abs(cell) > _LARGEST):
        number = float(cell)
        return int(cell) if number.is_integer() and abs(number) < _LARGEST else number
    if isinstance(cell, list | tuple):
        return [_value(item) for item in cell]
    return {str(key): _value(item) for key, item in cell.items()} if isinstance(cell, dict) else cell


def as_csv(columns: Sequence[str], rows: Rows) -> str:
    """Return the rows as CSV; cells that a spreadsheet would run as a formula are neutralised."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_safe_cell(cell) for cell in row] for row in rows)
    return text.getvalue()


def _safe_cell(cell: Any) -> Any:
    if isinstance(cell, list | tuple):
        cell = "; ".join(str(item) for item in cell)
    if isinstance(cell, str):
        cell = printable(cell)
    # A text that begins with one of these characters would be evaluated by a spreadsheet program.
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + cell
    return cell


def warn_if_demo(warehouse: Warehouse, form: Format) -> None:
    """Warn that the figures are not findings, if the warehouse holds stand-in texts."""
    _, rows = warehouse.query("SELECT is_demo FROM meta.snapshot")
    warn_of_demo(form, is_demo=bool(rows) and bool(rows[0][0]))


def warn_of_demo(form: Format, *, is_demo: bool) -> None:
    """Warn that the output rests on stand-in texts, if it does.

    JSON and CSV must stay readable for programs, so there the warning goes to standard error.
    """
    if is_demo:
        stream = sys.stdout if form is Format.table else sys.stderr
        stream.write((wrapped(DEMO_WARNING) if form is Format.table else DEMO_WARNING) + "\n")
        stream.flush()


def width() -> int:
    """Return the width that sentences wrap at: that of the terminal or of COLUMNS, at most 120, and 120 for a file."""
    if not sys.stdout.isatty() and "COLUMNS" not in os.environ:
        return _LINE
    return max(40, min(shutil.get_terminal_size((_LINE, 24)).columns, _LINE) - 1)


def wrapped(text: str, *, indent: str = "", hang: int = 0) -> str:
    """Return ``text`` wrapped for the terminal; ``hang`` indents every line but the first further."""
    later = indent + " " * hang
    return textwrap.fill(
        text, width(), initial_indent=indent, subsequent_indent=later, break_on_hyphens=False, break_long_words=False
    )


def not_revenue(form: Format, cautions: Sequence[str] = ()) -> None:
    """Print the caveat on shares and ``cautions``; for JSON and CSV on standard error."""
    stream = sys.stdout if form is Format.table else sys.stderr
    stream.write("".join(f"{wrapped(line)}\n" for line in (*cautions, NOT_REVENUE)))
    stream.flush()


def provenance(warehouse: Warehouse) -> str:
    """Return the line, wrapped, that every table ends with: which snapshot, rules and code its figures come from."""
    _, rows = warehouse.query(
        "SELECT snapshot_id, edition, rule_version, code_version, capsule_hash FROM meta.snapshot"
    )
    snapshot, edition, rules, code, capsule = rows[0]
    # The registry chooses the names of its editions.
    edition = printable(str(edition))
    return wrapped(
        f"snapshot {snapshot} · registry edition {edition} · rules {rules} · trialscape {code} · capsule {capsule}"
    )
