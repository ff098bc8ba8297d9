"""The figures of the page in their order: what follows the filters, and what each report says."""

from trialscape.report.charts.bars import agent_figure, phase_figure, starts_figure
from trialscape.report.charts.cells import specification_figure
from trialscape.report.charts.figure import Figure
from trialscape.report.charts.forest import growth_figure
from trialscape.report.charts.lines import forecast_figure, size_figure, timeline_figure
from trialscape.report.charts.targets import target_figure
from trialscape.report.charts.world import map_figure
from trialscape.report.page.read_page import PageData
from trialscape.report.page.views import own_view
from trialscape.report.rows import Row


def chosen_figures(data: PageData) -> list[Figure]:
    """Return the figures of all tracked trials, which the page's script draws again for those that are chosen."""
    charts = data.charts
    return [
        starts_figure(charts["starts"], data.snapshot["as_of"].year),
        phase_figure(charts["phases"]),
        map_figure(charts["countries"]),
        agent_figure(charts["agents"]),
        timeline_figure(charts["timeline"]),
        target_figure(charts["targets"]),
    ]


def all_figures(data: PageData) -> list[Figure]:
    """Return every figure of the page, each report in its own view."""
    own = (
        figure for report in data.reports for figure in (*own_view(data, report).figures, *report_figures(data, report))
    )
    return [*chosen_figures(data), *own]


def report_figures(data: PageData, report: Row) -> list[Figure]:
    """Return the figures of one market report that are the same in every view of it."""

    def own(rows: list[Row]) -> list[Row]:
        return [row for row in rows if row["report"] == report["report"]]

    charts = data.charts
    sizes = own(charts["sizes"])
    return [
        specification_figure(report, own(charts["grid"])),
        growth_figure(report, own(charts["growth"])),
        forecast_figure(report, own(charts["cohort_starts"]), sizes, data.snapshot["as_of"].year),
        size_figure(report, sizes),
    ]
