"""What a figure is: a chart, the sentence above it, and the table behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

Row = dict[str, Any]
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
}


@dataclass(frozen=True, slots=True)
class Figure:
    """``chart`` is a Vega-Lite specification, or None where there is nothing to draw; ``empty`` then says why.

    ``columns`` maps the key of a row to its heading in the table. ``is_wide`` asks for the whole width
    of the page.
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


def specification(chart: Any, height: int) -> dict[str, Any]:
    """Return a layered or single chart that takes the width of its place."""
    made: dict[str, Any] = (
        chart.properties(width="container", height=height)
        .configure_view(stroke=None)
        .to_dict(
            validate=False  # The tests draw every chart; checking the schema again takes seconds.
        )
    )
    # The schema's address is no request, but a page that names no other host is easier to check.
    made.pop("$schema", None)
    return made


def values(rows: Sequence[Row]) -> alt.InlineData:
    """Return rows as the data of a chart."""
    return alt.InlineData(values=list(rows))


def resolved(part: Any, palette: Mapping[str, str]) -> Any:
    """Return the specification with the names of colours replaced by those of a palette."""
    if isinstance(part, dict):
        return {key: resolved(value, palette) for key, value in part.items()}
    if isinstance(part, list):
        return [resolved(value, palette) for value in part]
    return palette[part[1:]] if isinstance(part, str) and part.startswith("$") and part[1:] in palette else part
