"""A chart of the HTML report as an object that notebooks draw."""

from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd

from trialscape.notebook.html import card

if TYPE_CHECKING:
    from trialscape.report.charts.figure import Figure


class Chart:
    """A chart with its sentence and the table behind it; a notebook shows it as a drawing (SVG).

    ``table`` has the rows that are drawn, in the units of its headings. ``specification`` is Vega-Lite, for example for
    ``altair.Chart.from_dict``.
    """

    def __init__(self, figure: "Figure", warning: str) -> None:
        """Hold a figure of the report; ``warning`` is shown below stand-in data."""
        self.id, self.topic, self.title, self.note = figure.id, figure.topic, figure.title, figure.note
        self._figure, self._warning = figure, warning

    @property
    def specification(self) -> dict[str, Any]:
        """The Vega-Lite specification with its data, for light paper; empty where there is nothing to draw."""
        # Altair and vl-convert take half a second to load, and only charts need them.
        from trialscape.report.charts.files import for_paper

        return for_paper(self._figure) if self._figure.chart else {}

    @property
    def table(self) -> pd.DataFrame:
        """The rows behind the chart, under the headings of the report's table."""
        columns = self._figure.columns
        return pd.DataFrame([[row[key] for key in columns] for row in self._figure.rows], columns=[*columns.values()])

    def svg(self) -> str:
        """Return the drawing as SVG, "" where there is nothing to draw."""
        from trialscape.report.charts.files import as_svg

        return as_svg(self._figure) if self._figure.chart else ""

    def __repr__(self) -> str:
        """Return topic and sentence."""
        return " ".join(filter(None, (f"{self.topic}: {self.title}", self._warning)))

    def _repr_html_(self) -> str:
        empty = f"<p>{escape(self._figure.empty)}</p>"
        return card(self.topic, self.svg() or empty, self._warning)
