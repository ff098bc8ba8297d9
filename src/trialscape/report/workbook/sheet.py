"""One table on a sheet: headings, formats by name and type, widths, filter, frozen heading and print setup."""

import datetime as dt
import re
import textwrap
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Rows = Sequence[Sequence[Any]]

_SHARE = re.compile(
    r"(^|_)(share|concordance|confidence|coverage|influence)(_(to_)?(low|high|least|most))?$|_market_(above|below)$"
)
_LONGEST_CELL, _MOST_LINKS = 32_000, 60_000
_CUT = " … (cut)"
# Workbooks have no dates before 1900.
_FIRST_YEAR = 1900
_NARROW, _WIDE, _SAMPLE = 9, 48, 200
_LINE_HEIGHT, _HIGHEST_ROW = 15, 400
MARGINS = {"left": 0.5, "right": 0.5, "top": 0.5, "bottom": 0.7}
# An uncertain probability is never shown as 0 or 1.
_PROBABILITY = re.compile(r"^probability_|(^|_)probability$")
_CHANCE = '[>0.99]"> 0.99";[<0.01]"< 0.01";0.00'
_TRIAL = re.compile(r"NCT\d{8}")
REGISTRY = "https://clinicaltrials.gov/study/"


class Book:
    """A workbook with the formats of all its cells; texts are written as texts, so that no cell is evaluated."""

    def __init__(self, path: str) -> None:
        """Open the file. Raises OSError on ``close`` when it cannot be written."""
        texts = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
        self.file = xlsxwriter.Workbook(path, {**texts, "remove_timezone": True, "nan_inf_to_errors": True})
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def format(self, **properties: Any) -> Format:
        """Return the format with these properties, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.file.add_format({"valign": "top", **properties})
        return self._formats[key]


def heading(column: str) -> str:
    """Return a column's name as a heading: words, the first with a capital."""
    words = column.replace("_", " ").replace("nct id", "NCT id").replace("usd", "USD")
    words = words.replace("ici setting", "checkpoint setting")
    return words[:1].upper() + words[1:]


def add_table(book: Book, name: str, columns: Sequence[str], rows: Rows, warning: str, *, note: str = "") -> Worksheet:
    """Add a sheet with one table and return it; the first rows hold ``warning`` and ``note`` where they are given.

    Without a print area it is not printed where another sheet has one.
    """
    sheet = book.file.add_worksheet(name)
    above = [line for line in (warning, note) if line]
    for number, line in enumerate(above):
        sheet.write_string(number, 0, line, book.format(italic=True, valign="vcenter"))
    top = len(above)
    head = book.format(bold=True, text_wrap=True, bottom=1, bg_color="#eef2f5")
    for place, column in enumerate(columns):
        sheet.write_string(top, place, heading(column), head)
    widths = [_width(column, [row[place] for row in rows[:_SAMPLE]]) for place, column in enumerate(columns)]
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    wrapped = (textwrap.wrap(heading(column), width - 2) for column, width in zip(columns, widths, strict=True))
    sheet.set_row(top, _LINE_HEIGHT * max(map(len, wrapped)))
    for number, row in enumerate(rows, start=top + 1):
        for place, cell in enumerate(row):
            _write(book, sheet, number, place, columns[place], cell)
        # Some programs do not fit the height of a row to a wrapped text when they open a file.
        if (lines := _lines(row, widths)) > 1:
            sheet.set_row(number, min(_LINE_HEIGHT * lines, _HIGHEST_ROW))
    _set_up(sheet, top, len(rows), len(columns))
    return sheet


def _lines(row: Sequence[Any], widths: Sequence[int]) -> int:
    texts = (_text(cell) if isinstance(cell, str | list | tuple) else "" for cell in row)
    # The letters of a text are narrower than the digits that a width counts.
    return max(len(textwrap.wrap(text, round(width * 1.1))) for text, width in zip(texts, widths, strict=True))


def _set_up(sheet: Worksheet, top: int, rows: int, columns: int) -> None:
    sheet.freeze_panes(top + 1, 1)
    if rows:
        sheet.autofilter(top, 0, top + rows, columns - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    sheet.set_margins(**MARGINS)
    sheet.set_footer("&L&A&RPage &P of &N")


def _write(book: Book, sheet: Worksheet, row: int, place: int, column: str, cell: Any) -> None:
    if cell is None:
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, place, cell, book.format())
    elif isinstance(cell, dt.date) and cell.year < _FIRST_YEAR:
        sheet.write_string(row, place, str(cell), book.format(indent=1))
    elif isinstance(cell, dt.datetime | dt.date):
        shown = "yyyy-mm-dd hh:mm" if isinstance(cell, dt.datetime) else "yyyy-mm-dd"
        sheet.write_datetime(row, place, cell, book.format(num_format=shown, align="left"))
    elif isinstance(cell, int | float | Decimal):
        sheet.write_number(row, place, float(cell), book.format(num_format=_number_format(column, cell)))
    else:
        _write_text(book, sheet, row, place, _text(cell))


def _write_text(book: Book, sheet: Worksheet, row: int, place: int, text: str) -> None:
    """Write a text; an id of a trial becomes a link to the registry, as long as the sheet may hold more links."""
    if _TRIAL.fullmatch(text) and row < _MOST_LINKS:
        sheet.write_url(row, place, REGISTRY + text, book.format(font_color="#0b5394", underline=1), text)
    else:
        whole = len(text) <= _LONGEST_CELL
        shown = text if whole else text[: _LONGEST_CELL - len(_CUT)] + _CUT
        sheet.write_string(row, place, shown, book.format(text_wrap=len(text) > _WIDE, indent=1))


def _text(cell: Any) -> str:
    return "; ".join(map(str, cell)) if isinstance(cell, list | tuple) else str(cell)


def _number_format(column: str, cell: float | Decimal) -> str:
    if _SHARE.search(column):
        return "0.0%"
    if _PROBABILITY.search(column):
        return _CHANCE
    if isinstance(cell, int) or float(cell).is_integer():
        return "0" if "year" in column or "position" in column else "#,##0"
    return "0.00"


def _width(column: str, cells: Sequence[Any]) -> int:
    word = max(map(len, heading(column).split()))
    longest = max((len(_text(cell)) for cell in cells if cell is not None and not isinstance(cell, float)), default=0)
    return min(max(word, longest, _NARROW) + 2, _WIDE)
