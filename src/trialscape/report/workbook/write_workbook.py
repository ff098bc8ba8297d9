"""Write the workbook: to a temporary file, which then replaces the target."""

from pathlib import Path
from typing import Any

from xlsxwriter.exceptions import XlsxFileError

from trialscape.errors import UsageError
from trialscape.processes import OnProgress
from trialscape.queries import query_text
from trialscape.report.rows import rows_of
from trialscape.report.words import BASES, PHASES, VERDICTS, spoken
from trialscape.report.workbook.first_sheet import COMPARISON, add_first_sheet, with_error_bars
from trialscape.report.workbook.marts import TABLES, is_demo, snapshot_of
from trialscape.report.workbook.sheet import Book, add_table
from trialscape.warehouse.reader import Warehouse
from trialscape.whole_file import whole_file

Row = dict[str, Any]

_SHOWN = (
    "report", "dimension_title", "segment_title", "trial_count", "pipeline_share", "pipeline_share_low",
    "pipeline_share_high", "market_share", "market_share_low", "market_share_high", "market_basis", "verdict",
    "probability_over", "ratio_median", "ratio_low", "ratio_high", "over_unless_market_above",
    "under_unless_market_below",
)  # fmt: skip
# Lengths of the error bars of the charts, to the right of what is printed.
_LENGTHS = ("pipeline_share_to_low", "pipeline_share_to_high", "market_share_to_low", "market_share_to_high")
_VIEWS = {
    "Claims": ("workbook/claims", "Each claim of a market report, tested on the report's own cohort."),
    "Trials": ("workbook/trials", "Active tracked trials; the id links to the registry."),
    "Columns": ("workbook/columns", "What each column of the marts means."),
}
_COMPARED = (
    "The report's own cohort, active trials, split evenly over their segments. Pipeline intervals are at 90 %; market "
    "intervals are the range that the report's claims allow."
)
# Columns whose values are ids with words of their own.
_WORDS = {"verdict": VERDICTS, "market_basis": BASES, "phase": PHASES}
_LABELS = ("cancers", "modalities", "ici_setting")
_HIDDEN = "The complete mart, in a hidden sheet. The sheet Columns explains its columns."
NOTES = (
    ("Reading", "A share of trials in a registry is not a share of revenue."),
    ("Reading", "Market basis is the source of a market share: printed, bounded by printed figures, or order only."),
    ("Reading", "Verdict: over-researched or under-researched with a probability of at least 0.95, else indistinct."),
    ("Sheets", "Every mart is in a hidden sheet of this workbook: right-click a tab and choose Unhide."),
)


def write_workbook(warehouse: Warehouse, target: Path, warning: str, on_progress: OnProgress) -> Path:
    """Write the published figures to ``target``; every sheet begins with ``warning`` when the texts are stand-ins.

    ``on_progress`` gets how many of the tables are in it.

    Texts of the registry are written as texts, so that a cell that begins with = + - or @ is never evaluated. Raises
    UsageError when the file cannot be written.
    """
    try:
        with whole_file(target) as beside:
            book = Book(str(beside))
            _fill(book, warehouse, warning if is_demo(warehouse) else "", on_progress)
            book.file.close()
    except (OSError, XlsxFileError) as error:
        # xlsxwriter wraps the error of the file system.
        cause = next((part for part in (error, *error.args) if isinstance(part, OSError)), None)
        raise UsageError(f"{target} cannot be written: {(cause and cause.strerror) or error}.") from error
    return target


def _fill(book: Book, warehouse: Warehouse, warning: str, on_progress: OnProgress) -> None:
    comparison = [with_error_bars(row) for row in rows_of(warehouse, "page/comparison", {"every": False})]
    # The charts find their columns by name in the order of the sheet.
    names = (*_SHOWN, *_LENGTHS)
    ordered = [{name: row[name] for name in dict.fromkeys((*names, *row))} for row in comparison]
    snapshot = snapshot_of(warehouse)
    add_first_sheet(book, snapshot, ordered, rows_of(warehouse, "page/specifications"), warning)
    cells = [[_word(row[name], name) for name in names] for row in ordered]
    # The values begin in a fixed row, so that there is always a line above them.
    first = warning or "Figures of this snapshot."
    sheet = add_table(book, COMPARISON, names, cells, first, note=_COMPARED)
    sheet.print_area(0, 0, len(cells) + 2, len(_SHOWN) - 1)
    count = len(_VIEWS) + len(TABLES)
    for done, (title, (query, words)) in enumerate(_VIEWS.items(), start=1):
        columns, rows = warehouse.query(query_text(query))
        rows = [tuple(map(_word, row, columns)) for row in rows]
        sheet = add_table(book, title, columns, rows, warning, note=words)
        sheet.print_area(0, 0, len(rows) + 2, len(columns) - 1)
        on_progress(done, count)
    facts = [*NOTES, *((key.replace("_", " "), value) for key, value in snapshot.items())]
    add_table(book, "About", ("fact", "value"), [(key, str(value)) for key, value in facts], warning)
    for done, (title, query) in enumerate(TABLES.items(), start=len(_VIEWS) + 1):
        columns, rows = warehouse.query(query)
        add_table(book, title, columns, rows, warning, note=_HIDDEN).hide()
        on_progress(done, count)


def _word(value: Any, column: str) -> Any:
    """Return an id in a shown sheet as words; other values are unchanged."""
    words = _WORDS.get(column)
    if words is not None:
        return words.get(value, value)
    if isinstance(value, list) and column in _LABELS:
        return [spoken(item) for item in value]
    return spoken(value) if column in _LABELS and isinstance(value, str) else value
