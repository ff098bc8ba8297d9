"""What a figure is: a chart, the sentence above it, and the table behind it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

Row = dict[str, Any]
# Height of one line of a chart with names on its left, in pixels.
LINE = 22
# The colours of Okabe and Ito on light paper; page.css holds those of dark paper under the same names.
LIGHT = {
    "ink": "#1c1d1f",
    "soft": "#595c61",
    "rule": "#dcd9d1",
    "paper": "#fdfcf9",
    "pipeline": "#0072b2",
    "market": "#b34a00",
    "over": "#0072b2",
    "under": "#b34a00",
    "open": "#b9b6ad",
    "third": "#007a5a",
    "pale": "#9cc9e6",
    "faint": "#dcebf5",
    "none": "#ebe8e0",
    "grid": "#e7e4dc",
}
# The widest step of shading in a table of cells; 0 is an empty cell.
SHADES = 9


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: its text, its shade from 0 to ``SHADES`` or its class, and the filters of its trials.

    ``label`` says in words what a cell with a sign means.
    """

    text: str
    shade: str
    go: Mapping[str, str] | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Cells:
    """A table of shaded cells; each line begins with a heading and a smaller text behind it.

    ``levels`` are lines of headings above the last one, each heading with the number of columns that it spans.
    """

    headings: Sequence[str]
    lines: Sequence[tuple[str, str, Sequence[Cell]]]
    levels: Sequence[Sequence[tuple[str, int]]] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """``chart`` is a Vega-Lite specification, or None where there is nothing to draw; ``empty`` then says why.

    ``columns`` maps the key of a row to its heading in the table. ``is_wide`` asks for the whole width of the page.
    The page shows ``cells`` instead of the chart, which then serves as file only. The rows of a chart are its data set
    "rows"; the filters of a row's trials stand under "go". ``fixed`` says why the page's filters do not change the
    figure; a figure without it follows them, and ``follows`` says how where that is not plain.
    """

    id: str
    topic: str
    title: str
    chart: dict[str, Any] | None
    columns: Mapping[str, str]
    rows: Sequence[Row]
    note: str = ""
    empty: str = ""
    is_wide: bool = False
    fixed: str = ""
    follows: str = ""
    cells: Cells | None = None


def shade(number: float, most: float) -> str:
    """Return the class of a cell's shade."""
    return f"s{max(1, math.ceil(SHADES * number / most))}" if number else "s0"


def specification(chart: Any, *, height: int = 0, lines: str = "") -> dict[str, Any]:
    """Return a layered or single chart that takes the width of its place.

    Its height is in pixels, or that of one line for each value of the field ``lines``.
    """
    made: dict[str, Any] = (
        chart.properties(width="container", height=height)
        .configure_view(stroke=None)
        .to_dict(
            validate=False  # The tests draw every chart; checking the schema again takes seconds.
        )
    )
    # The schema's address is no request, but a page that names no other host is easier to check.
    made.pop("$schema", None)
    fit = {"autosize": {"type": "fit-x", "contains": "padding"}, "usermeta": {"lines": lines}}
    return made | (fit if lines else {})


def with_rows(chart: Mapping[str, Any], rows: Sequence[Row]) -> dict[str, Any]:
    """Return a specification with its data; those of one kind differ in nothing else but the height."""
    lines = chart.get("usermeta", {}).get("lines")
    height = LINE * len({row[lines] for row in rows}) if lines else chart["height"]
    return {**chart, "height": height, "datasets": {**chart.get("datasets", {}), "rows": list(rows)}}


ROWS = alt.NamedData(name="rows")


def resolved(part: Any, palette: Mapping[str, str]) -> Any:
    """Return the specification with the names of colours replaced by those of a palette."""
    if isinstance(part, dict):
        return {key: resolved(value, palette) for key, value in part.items()}
    if isinstance(part, list):
        return [resolved(value, palette) for value in part]
    return palette[part[1:]] if isinstance(part, str) and part.startswith("$") and part[1:] in palette else part
