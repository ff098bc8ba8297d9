"""Tables for a terminal: numbers, intervals and ids are never broken, and columns that do not fit are left out."""

import datetime as dt
import os
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from trialscape.cli.shared.printable import printable
from trialscape.cli.shared.verdict_colours import coloured

Rows = Sequence[Sequence[Any]]

# Columns of a list of facts, such as the status of a data folder.
FACTS = ("what", "value")

_WIDE = 200
# A table with fewer characters per column on average is hard to read.
_NARROWEST = 8
# Rich puts two spaces between columns and one at each edge.
_GAP, _EDGES = 2, 2
# A column of sentences with fewer characters is hard to read; a longer word may be broken.
_SENTENCE, _LONGEST_WORD = 16, 30
_FIGURES = re.compile(r"[\d\s.,:<>=≤≥~%()/–−+?·x-]*(?:(?:to|open)[\d\s.,()–−-]*)*")


@dataclass(frozen=True, slots=True)
class _Column:
    """A column as text: ``least`` is the width below which it cannot be shown, ``most`` the width that it could use."""

    heading: str
    cells: tuple[str, ...]
    is_number: bool
    least: int
    most: int


def print_table(columns: Sequence[str], rows: Rows, title: str, spare: Sequence[str] | None) -> None:
    """Print a table that fits the terminal.

    ``spare`` names the columns that may be left out, the first one first; None means any but the first, from the
    right. What still does not fit is printed as one block for each row.
    """
    console = Console(soft_wrap=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        # A pipe or file has no width.
        console = Console(width=_WIDE)
    if tuple(columns) == FACTS:
        _print_facts(console, rows)
        return
    if title:
        # As a table title it would be wrapped to the table's width.
        console.print(title, style="bold", markup=False, highlight=False)
    shaped = [_shaped(column, [row[place] for row in rows]) for place, column in enumerate(columns)]
    kept = _kept(columns, shaped, console.width, spare)
    if kept:
        console.print(_table([shaped[place] for place in kept], console.width))
        _print_left_out(console, [shaped[place].heading for place in range(len(columns)) if place not in kept])
    else:
        _print_records(console, columns, rows)
    if not rows:
        console.print("no rows")


def _print_facts(console: Console, rows: Rows) -> None:
    """Print names and values in two columns; values are not wrapped, so that paths can be copied."""
    widest = max((len(str(row[0])) for row in rows), default=0)
    for name, value in rows:
        line = Text.assemble((printable(str(name)).ljust(widest), "bold"), "  ", printable(shown(value)))
        console.print(line, soft_wrap=True)


def shown(cell: Any) -> str:
    """Return a cell as a person reads it."""
    if cell is None:
        return "–"
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float | Decimal):
        number = float(cell)
        return f"{number:,.0f}" if abs(number) >= 1000 or (number.is_integer() and number) else f"{number:,.3g}"
    if isinstance(cell, dt.datetime | dt.date):
        return cell.isoformat()
    if isinstance(cell, list | tuple):
        return ", ".join(str(item) for item in cell)
    return str(cell)


def spoken(key: Any) -> Any:
    """Return a key such as ACTIVE_NOT_RECRUITING or phase_1_2 as words; anything but a text is unchanged."""
    return re.sub(r"(\d)_(\d)", r"\1/\2", key).replace("_", " ").lower() if isinstance(key, str) else key


def _shaped(column: str, cells: Sequence[Any]) -> _Column:
    heading = printable(column.replace("_", " "))
    texts = tuple(printable(shown(cell)) for cell in cells)
    longest = max(map(len, texts), default=0)
    head = _longest_word(heading)
    is_number = any(isinstance(cell, int | float | Decimal) for cell in cells)
    if is_number or all(_FIGURES.fullmatch(text) for text in texts):
        return _Column(heading, texts, is_number, max(longest, head), max(longest, head, len(heading)))
    word = min(max(map(_longest_word, texts), default=0), _LONGEST_WORD)
    least = max(head, word, min(longest, _SENTENCE))
    return _Column(heading, texts, is_number, least, max(least, longest, len(heading)))


def _longest_word(text: str) -> int:
    return max(map(len, text.split()), default=0)


def _kept(columns: Sequence[str], shaped: Sequence[_Column], width: int, spare: Sequence[str] | None) -> list[int]:
    """Return the places of the columns to show; none when the rows must be printed as blocks."""
    if len(columns) * _NARROWEST > width and spare is None:
        return []
    kept = list(range(len(columns)))
    going = [columns.index(name) for name in spare if name in columns] if spare is not None else kept[:0:-1]
    for place in [None, *going]:
        if place is not None:
            kept.remove(place)
        if sum(shaped[other].least for other in kept) + _GAP * (len(kept) - 1) + _EDGES <= width:
            return kept
    return []


def _table(columns: Sequence[_Column], width: int) -> Table:
    # Names and registry text are added as plain text, because rich would read square brackets as markup.
    table = Table(pad_edge=False, collapse_padding=True, header_style="bold", box=SIMPLE_HEAD)
    left = width - sum(column.least for column in columns) - _GAP * (len(columns) - 1) - _EDGES
    for column, size in zip(columns, _sizes(columns, left), strict=True):
        side = "right" if column.is_number else "left"
        table.add_column(Text(column.heading), justify=side, overflow="fold", width=size)  # type: ignore[arg-type]
    for cells in zip(*(column.cells for column in columns), strict=True):
        table.add_row(*map(coloured, cells))
    return table


def _sizes(columns: Sequence[_Column], left: int) -> list[int]:
    """Return the width of each column: what is ``left`` goes to those that can use it, in proportion."""
    wanted = sum(column.most - column.least for column in columns)
    share = min(1.0, left / wanted) if wanted else 0.0
    return [column.least + int((column.most - column.least) * share) for column in columns]


def _print_left_out(console: Console, headings: Sequence[str]) -> None:
    if headings:
        note = f"Left out at this width: {', '.join(headings)}. A wider window or --format csv shows them."
        console.print(Text(textwrap.fill(note, console.width - 1, break_on_hyphens=False), style="dim"))


def _print_records(console: Console, columns: Sequence[str], rows: Rows) -> None:
    """Print each row as a block of names and values, where the columns of a table would be too narrow."""
    widest = max(map(len, columns))
    for number, row in enumerate(rows, start=1):
        console.print(f"row {number}", style="dim")
        for column, cell in zip(columns, row, strict=True):
            name = (printable(column).ljust(widest), "bold")
            console.print(Text.assemble(name, "  ", printable(shown(cell))), soft_wrap=True)
        console.print()
