"""Write the figures of a snapshot as an Excel workbook: to a temporary file, which then replaces the target."""

from pathlib import Path

import pandas as pd

from trialscape.errors import UsageError
from trialscape.report.figures import Figures

_LONGEST_CELL = 32_000
_WIDEST = 60


def write_workbook(figures: Figures, target: Path, warning: str) -> Path:
    """Write ``figures`` to ``target``; the first cell of every sheet is ``warning`` when the texts are stand-ins.

    Texts of the registry are written as texts, so that a cell that begins with = + - or @ is never evaluated. Raises
    UsageError when the file cannot be written.
    """
    beside = target.with_name(f".{target.name}.part")
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    try:
        with pd.ExcelWriter(beside, engine="xlsxwriter", engine_kwargs={"options": options}) as writer:
            _about(writer, figures, warning)
            for name, frame in figures.tables.items():
                _sheet(writer, name, frame, warning if figures.is_demo else "")
        beside.replace(target)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise UsageError(f"{target} cannot be written: {error.strerror or error}.") from error
    return target


def _about(writer: pd.ExcelWriter, figures: Figures, warning: str) -> None:
    facts = figures.snapshot.astype(str).T.reset_index()
    facts.columns = pd.Index(["fact", "value"])
    words = [
        (
            "reading",
            "Pipeline intervals are Wilson's at 95 %; market intervals are the range that the report's claims allow.",
        ),
        (
            "reading",
            "A share of trials is not a share of revenue. The basis of each market share is in the next column.",
        ),
    ]
    about = pd.concat([facts, pd.DataFrame(words, columns=["fact", "value"])])
    _sheet(writer, "About", about, warning if figures.is_demo else "")


def _sheet(writer: pd.ExcelWriter, name: str, frame: pd.DataFrame, warning: str) -> None:
    first = 1 if warning else 0
    shown = frame.map(lambda cell: cell[:_LONGEST_CELL] if isinstance(cell, str) else cell)
    shown.to_excel(writer, sheet_name=name, index=False, startrow=first)
    sheet = writer.sheets[name]
    if warning:
        sheet.write_string(0, 0, warning)
    sheet.freeze_panes(first + 1, 1)
    if len(shown):
        sheet.autofilter(first, 0, first + len(shown), len(shown.columns) - 1)
    for position, column in enumerate(shown.columns):
        longest = max([len(str(column)), *(len(str(cell)) for cell in shown[column].head(200))])
        sheet.set_column(position, position, min(longest + 2, _WIDEST))
