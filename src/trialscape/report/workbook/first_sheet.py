"""The first sheet: the findings in sentences, and a chart for each dimension of each market report."""

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from trialscape.report.page.findings import findings, unknowns
from trialscape.report.words import opening, spoken
from trialscape.report.workbook.sheet import MARGINS, Book

Row = dict[str, Any]

COMPARISON = "Comparison"
_TITLE = "Pipeline against market, after checkpoint-inhibitor failure"
_PIPELINE, _MARKET = "#1b6ca8", "#d08c2f"
_CHART_COLUMNS, _CHART_ROWS = 7, 17
_ROWS_ON_A_PAGE = 2 * _CHART_ROWS
_TEXT_HEIGHT, _TITLE_HEIGHT = 15, 26
# Characters of a line of text, as wide as the merged cells.
_TEXT_WIDTH = 190


def add_first_sheet(
    book: Book, snapshot: Mapping[str, Any], comparison: Sequence[Row], specifications: Sequence[Row], warning: str
) -> Worksheet:
    """Add the sheet; ``comparison`` has the rows of the sheet Comparison, in its order."""
    sheet = book.file.add_worksheet("Findings")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 13, 12)
    text = book.format(text_wrap=True)
    sheet.write_string(0, 0, _TITLE, book.format(bold=True, font_size=16))
    sheet.set_row(0, _TITLE_HEIGHT)
    lines = [
        warning,
        f"As of {snapshot['as_of']}. Snapshot {snapshot['snapshot_id']}, capsule {snapshot['capsule_hash']}.",
    ]
    lines += findings(specifications, comparison) + unknowns(specifications, comparison)
    place = 1
    for line in filter(None, lines):
        sheet.merge_range(place, 0, place, 13, "", text)
        sheet.write_string(place, 0, line, text)
        sheet.set_row(place, _TEXT_HEIGHT * (len(textwrap.wrap(line, _TEXT_WIDTH))))
        place += 1
    last = _add_charts(book, sheet, comparison, place + 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    # Two rows of charts fit a page; breaks have no effect where a sheet is fitted to pages.
    sheet.set_print_scale(56)
    sheet.set_margins(**MARGINS)
    sheet.set_h_pagebreaks(list(range(place + 1 + _ROWS_ON_A_PAGE, last, _ROWS_ON_A_PAGE)))
    sheet.print_area(0, 0, last, 13)
    sheet.set_footer("&L&A&RPage &P of &N")
    return sheet


def _add_charts(book: Book, sheet: Worksheet, comparison: Sequence[Row], top: int) -> int:
    """Add one chart for each dimension, two in a row; return the last row that they cover."""
    groups: dict[tuple[str, str, str], list[int]] = {}
    for number, row in enumerate(comparison):
        if row["pipeline_share"] is not None:
            groups.setdefault((row["report"], row["dimension"], row["dimension_title"]), []).append(number)
    for number, ((report, _, dimension), rows) in enumerate(groups.items()):
        chart = _chart(book, f"Report {report}: {dimension}", rows, comparison)
        line, column = top + _CHART_ROWS * (number // 2), _CHART_COLUMNS * (number % 2)
        sheet.insert_chart(line, column, chart, {"object_position": 1, "description": f"Shares by {dimension}"})
    return top + _CHART_ROWS * ((len(groups) + 1) // 2)


def _chart(book: Book, title: str, rows: Sequence[int], comparison: Sequence[Row]) -> Any:
    """Return a bar chart of pipeline and market shares with their intervals as error bars."""
    chart = book.file.add_chart({"type": "bar"})
    first, last = rows[0], rows[-1]
    columns = list(comparison[0])
    has_market = any(comparison[number]["market_share"] is not None for number in rows)
    for name, colour in (("pipeline_share", _PIPELINE), ("market_share", _MARKET))[: 2 if has_market else 1]:
        chart.add_series(
            {
                "name": opening(spoken(name)),
                "categories": _cells(columns, "segment_title", first, last),
                "values": _cells(columns, name, first, last),
                "fill": {"color": colour},
                "gap": 60,
                "y_error_bars": {
                    "type": "custom",
                    "minus_values": _reference(columns, f"{name}_to_low", first, last),
                    "plus_values": _reference(columns, f"{name}_to_high", first, last),
                    "line": {"color": "#444444"},
                },
            }
        )
    chart.set_title({"name": title, "name_font": {"size": 12}, "overlay": False})
    grid = {"visible": True, "line": {"color": "#dddddd"}}
    chart.set_x_axis({"num_format": "0%", "min": 0, "max": 1, "major_gridlines": grid})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 620, "height": 330})
    return chart


def with_error_bars(row: Row) -> Row:
    """Return the row with the distances from each share to the ends of its interval, which error bars need."""
    more: Row = {}
    for name in ("pipeline_share", "market_share"):
        point, low, high = (row[f"{name}{end}"] for end in ("", "_low", "_high"))
        more[f"{name}_to_low"] = None if point is None or low is None else max(0.0, point - low)
        more[f"{name}_to_high"] = None if point is None or high is None else max(0.0, high - point)
    return row | more


def _reference(columns: Sequence[str], name: str, first: int, last: int) -> str:
    """Return the cells of a column on the sheet Comparison as a formula."""
    sheet, top, left, bottom, right = _cells(columns, name, first, last)
    return f"={sheet}!{xl_range_abs(top, left, bottom, right)}"


def _cells(columns: Sequence[str], name: str, first: int, last: int) -> list[Any]:
    """Return the cells of a column on the sheet Comparison, below its heading and the two lines above it."""
    place = columns.index(name)
    return [COMPARISON, first + HEADING_ROWS, place, last + HEADING_ROWS, place]


# Rows above the first row of values on the sheet Comparison.
HEADING_ROWS = 3
