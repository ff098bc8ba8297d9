"""The views of a report: its comparison and the charts that belong to it, for each cohort, scope and counting."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from trialscape.report.charts.bars import player_figure
from trialscape.report.charts.cells import white_space_figures
from trialscape.report.charts.figure import Figure
from trialscape.report.charts.forest import density_figure
from trialscape.report.page.comparison import dimension_views
from trialscape.report.page.read_page import PageData
from trialscape.report.page.reading import flow_of
from trialscape.report.rows import Row

SCOPES = {"active": "active", "late": "active and late-phase (2/3 or later)", "all": "of any status"}
COUNTINGS = {"fractional": "split evenly over their segments", "per_site": "counted by site where segments are places"}
DEFAULT = ("active", "fractional")


@dataclass(frozen=True, slots=True)
class View:
    """One way to look at a report; ``key`` is its cohort, scope and counting as they stand in an address."""

    key: str
    about: str
    dimensions: Sequence[dict[str, Any]]
    flow: Sequence[dict[str, Any]]
    figures: Sequence[Figure]


def view_of(data: PageData, report: Row, cohort: str, scope: str, counting: str) -> View:
    """Return one view of a report; a dimension that is not counted by site shows trials that are split."""

    def own(rows: Sequence[Row], **wanted: str) -> list[Row]:
        wanted["report"] = report["report"]
        return [row for row in rows if all(row[key] == value for key, value in wanted.items())]

    cells = own(data.cells, cohort=cohort, scope=scope)
    by_site = {row["dimension"] for row in cells if row["counting"] == counting}
    shown = [row for row in cells if row["counting"] == (counting if row["dimension"] in by_site else "fractional")]
    definition = next(row for row in data.cohorts if row["cohort"] == cohort)
    counts = next(row for row in data.reading["flow"] if (row["cohort"], row["scope"]) == (cohort, scope))
    trials = f"Trials: {definition['title']}, {SCOPES[scope]}, {COUNTINGS[counting]}."
    return View(
        key=f"{cohort}.{scope}.{counting}",
        about=f"{trials} {definition['definition'] or ''}".strip(),
        dimensions=dimension_views(shown),
        flow=flow_of(counts, shown),
        figures=[
            density_figure(report, shown),
            player_figure(report, own(data.charts["players"], cohort=cohort)),
            *white_space_figures(report, own(data.charts["white_space"], cohort=cohort, scope=scope)),
        ],
    )


def own_view(data: PageData, report: Row) -> View:
    """Return the view that a report is compared on: its own cohort, active trials, split over segments."""
    return view_of(data, report, report["default_cohort"], *DEFAULT)


def other_views(data: PageData, report: Row) -> Iterator[View]:
    """Yield the other views of a report."""
    for cohort in dict.fromkeys(row["cohort"] for row in data.cells if row["report"] == report["report"]):
        for scope in SCOPES:
            for counting in COUNTINGS:
                if (cohort, scope, counting) != (report["default_cohort"], *DEFAULT):
                    yield view_of(data, report, cohort, scope, counting)
