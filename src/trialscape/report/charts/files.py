"""Charts as files: a drawing of lines (SVG), one of pixels (PNG), and the table behind it (CSV) for each figure."""

import csv
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import vl_convert

from trialscape.errors import UsageError
from trialscape.processes import OnProgress, unreported
from trialscape.report.charts.figure import LIGHT, Figure, resolved

# Width of a drawing in pixels, and how many letters of its sentence and its note stand on one line.
_WIDTH = 640
_TITLE = 85
_NOTE = 105
# A cell that begins with one of these signs would be evaluated by a spreadsheet program.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_charts(figures: Sequence[Figure], folder: Path, on_progress: OnProgress = unreported) -> int:
    """Write the files of all figures that have a chart and return how many these are.

    ``on_progress`` gets how many of them are written.

    Raises UsageError when the folder or a file in it cannot be written.
    """
    drawn = [figure for figure in figures if figure.chart]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for done, figure in enumerate(drawn, start=1):
            (folder / f"{figure.id}.svg").write_text(as_svg(figure), encoding="utf-8")
            (folder / f"{figure.id}.png").write_bytes(vl_convert.vegalite_to_png(for_paper(figure), scale=2))
            _write_table(figure, folder / f"{figure.id}.csv")
            on_progress(done, len(drawn))
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror or error}.") from error
    return len(drawn)


def as_svg(figure: Figure) -> str:
    """Return the drawing of a figure that has a chart."""
    return str(vl_convert.vegalite_to_svg(for_paper(figure)))


def for_paper(figure: Figure) -> dict[str, Any]:
    """Return the Vega-Lite specification for light paper, with a fixed width, and its sentence and note as title."""
    wide = 1.6 if figure.is_wide else 1
    title = {
        "text": textwrap.wrap(figure.title, round(wide * _TITLE)),
        "subtitle": textwrap.wrap(figure.note, round(wide * _NOTE)),
        "subtitleLineHeight": 14,
        "anchor": "start",
        "frame": "bounds",
        "offset": 14,
    }
    return {
        **resolved(figure.chart, LIGHT),
        "width": round(wide * _WIDTH),
        "autosize": {"type": "pad"},
        "title": title,
        "background": LIGHT["paper"],
        "padding": 16,
    }


def _write_table(figure: Figure, file: Path) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(figure.columns.values())
        writer.writerows([_cell(row[key]) for key in figure.columns] for row in figure.rows)


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
