"""The object behind ``trialscape.open``: a read-only warehouse whose answers are pandas frames."""

import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pandas as pd

from trialscape.cli.shared.filters import resolved_filters
from trialscape.cli.shared.names import resolve_name
from trialscape.data_folder import DEMO_WARNING, warehouse_folder
from trialscape.errors import UsageError
from trialscape.notebook.chart import Chart
from trialscape.notebook.html import card, definition_list, table
from trialscape.queries import query_text
from trialscape.warehouse.reader import Warehouse, open_current

if TYPE_CHECKING:
    from trialscape.report.charts.figure import Figure

_ID = re.compile(r"NCT\d{8}")
_SHOWN = ("snapshot_id", "as_of", "edition", "rule_version", "code_version", "capsule_hash")
NOT_REVENUE = "A share of trials in a registry is not a share of revenue."


class Explanation:
    """The labels of one trial with their quotations.

    ``labels`` has one row for each quotation: axis, label, is_default, confidence (chance from 0 to 1 that the label is
    right, from labelled trials), rule, role, field of the record, start_at and end_at (characters), quote and term.
    """

    def __init__(self, nct_id: str, title: str, labels: pd.DataFrame, warning: str) -> None:
        """Hold what ``Landscape.explain`` found."""
        self.nct_id, self.title, self.labels, self._warning = nct_id, title, labels, warning

    def __repr__(self) -> str:
        """Return id, title and the labels of each axis, as text."""
        lines = [f"{axis}: {', '.join(dict.fromkeys(rows['label']))}" for axis, rows in self.labels.groupby("axis")]
        return "\n".join([f"{self.nct_id}  {self.title}", *lines])

    def _repr_html_(self) -> str:
        shown = self.labels[["axis", "label", "confidence", "field", "quote"]]
        rows = [tuple("" if pd.isna(cell) else str(cell) for cell in row) for row in shown.itertuples(index=False)]
        return card(f"{self.nct_id} {self.title}", table(list(shown.columns), rows), self._warning)


class Landscape:
    """One published version of the warehouse, read-only, until it is closed; use ``trialscape.open`` to get one.

    Shares, probabilities and confidences are numbers from 0 to 1, sizes are USD billion, dates are ``datetime.date``.
    ``frame.attrs`` holds the snapshot that a frame comes from, and a warning if its texts are stand-ins.
    """

    def __init__(self, source: str | Path) -> None:
        """Open a data folder or a DuckDB file. Raises WarehouseError when there is no warehouse, or a damaged one."""
        path = Path(source)
        self._warehouse = Warehouse(path) if path.is_file() else open_current(warehouse_folder(path))
        names, rows = self._warehouse.query("SELECT * FROM meta.snapshot")
        self.snapshot: dict[str, Any] = dict(zip(names, rows[0], strict=True))
        self._warning = DEMO_WARNING if self.snapshot["is_demo"] else ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._warehouse.close()

    def sql(self, query: str, **parameters: object) -> pd.DataFrame:
        """Return the rows of one read-only statement; ``$name`` in it takes the value of the argument ``name``.

        Raises UsageError when the statement is wrong or would write.
        """
        names, rows = self._warehouse.query(query, parameters or None)
        frame = pd.DataFrame(rows, columns=names)
        facts = {"snapshot_id": str(self.snapshot["snapshot_id"]), "capsule": str(self.snapshot["capsule_hash"])}
        frame.attrs.update(facts | ({"warning": self._warning} if self._warning else {}))
        return frame

    def tables(self) -> pd.DataFrame:
        """Return the marts with the numbers of their columns and rows, and a sentence on each."""
        return self.sql(query_text("look/tables"), schema="marts")

    def trials(
        self,
        report: str | None = None,
        dimension: str | None = None,
        segment: str | None = None,
        *,
        cohort: str | None = None,
        scope: str = "all",
    ) -> pd.DataFrame:
        """Return the tracked trials, one row each, with the columns of marts.trial.

        With report, dimension and segment only the trials of that segment; names are forgiven as on the command line.
        ``scope`` is all, active or late. Raises UsageError for a name that does not exist.
        """
        place = (report, dimension, segment)
        if any(place) and not all(place):
            raise UsageError("A segment needs all of report, dimension and segment.")
        asked = {"report": report, "dimension": dimension, "segment": segment, "cohort": cohort, "scope": scope}
        return self.sql(query_text("notebook/trials"), **resolved_filters(self._warehouse, asked))

    def compare(
        self,
        report: str | None = None,
        dimension: str | None = None,
        *,
        cohort: str | None = None,
        scope: str = "active",
        counting: str = "fractional",
    ) -> pd.DataFrame:
        """Return pipeline shares against market shares, one row for each segment, as ``trialscape compare`` does.

        Shares are from 0 to 1 with their intervals; probability_over is the chance that the pipeline's share is larger;
        market_basis says what the market share rests on. A share of trials is not a share of revenue.
        """
        asked = {"report": report, "dimension": dimension, "cohort": cohort, "scope": scope, "counting": counting}
        if counting == "whole":
            raise UsageError("Whole trials add to more than 100 %; use fractional or per_site.")
        frame = self.sql(query_text("compare/segments"), **resolved_filters(self._warehouse, asked))
        frame.attrs["note"] = NOT_REVENUE
        return frame

    def explain(self, nct_id: str) -> Explanation:
        """Return the labels of a tracked trial with their quotations. Raises UsageError for any other id."""
        wanted = nct_id.strip().upper()
        _, rows = self._warehouse.query("SELECT brief_title FROM marts.trial WHERE nct_id = $id", {"id": wanted})
        if not _ID.fullmatch(wanted) or not rows:
            raise UsageError(f"{nct_id!r} is not the registry id of a tracked trial.")
        labels = self.sql(query_text("explain/labels"), nct_id=wanted)
        return Explanation(wanted, str(rows[0][0] or ""), labels, self._warning)

    def charts(self) -> pd.DataFrame:
        """Return the charts of the HTML report: id, topic, and the sentence that each shows."""
        return pd.DataFrame(
            [(item.id, item.topic, item.title) for item in self._figures], columns=["id", "topic", "title"]
        )

    def chart(self, chart_id: str) -> Chart:
        """Return a chart of the HTML report by its id, such as ``density-A``. Raises UsageError for any other id."""
        known = {item.id: item for item in self._figures}
        return Chart(known[resolve_name("chart", chart_id, known)], self._warning)

    @cached_property
    def _figures(self) -> "list[Figure]":
        # Altair takes half a second to load, and only charts need it.
        from trialscape.report.page.figures import all_figures
        from trialscape.report.page.read_page import read_page

        return list(all_figures(read_page(self._warehouse)))

    def __repr__(self) -> str:
        """Return the snapshot in one line."""
        facts = ", ".join(f"{name} {self.snapshot[name]}" for name in _SHOWN)
        return f"<trialscape landscape: {facts}{'; ' if self._warning else ''}{self._warning}>"

    def _repr_html_(self) -> str:
        facts = [(name.replace("_", " "), str(self.snapshot[name])) for name in _SHOWN]
        return card("trialscape landscape", definition_list(facts), self._warning)
