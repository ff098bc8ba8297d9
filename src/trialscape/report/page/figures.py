"""The figures of the page in their order: what follows the filters, and what each report says."""

from collections.abc import Sequence

from trialscape.report.charts.bars import agent_figure, counted_figure, player_figure, starts_figure
from trialscape.report.charts.cells import specification_figure, target_figure, white_space_figures
from trialscape.report.charts.figure import Figure
from trialscape.report.charts.forest import density_figure, growth_figure
from trialscape.report.charts.lines import size_figure
from trialscape.report.page.read_page import PageData
from trialscape.report.rows import Row
from trialscape.report.words import PHASES

_FOLLOWS = "Follows the filters above."


def chosen_figures(data: PageData) -> list[Figure]:
    """Return the figures that the page's script draws anew for the trials that are chosen in the table."""
    charts = data.charts
    phases = [{**row, "name": PHASES.get(row["phase_bucket"], row["phase_bucket"])} for row in charts["phases"]]
    return [
        starts_figure(charts["starts"], data.snapshot["as_of"].year),
        counted_figure("phases", "Phase", _phase_title(phases), phases, _FOLLOWS),
        counted_figure(
            "countries",
            "Country",
            "The countries with the most trials.",
            charts["countries"],
            f"A trial counts once in each of its countries. {_FOLLOWS}",
        ),
    ]


def _phase_title(phases: Sequence[Row]) -> str:
    most = max(phases, key=lambda row: row["trial_count"], default=None)
    return f"Of all tracked trials, most are in {most['name'].lower()}." if most else "No trial is tracked."


def all_figures(data: PageData) -> list[Figure]:
    """Return every figure of the page."""
    own = (figure for report in data.reports for figure in report_figures(data, report))
    return [*chosen_figures(data), *field_figures(data), *own]


def report_figures(data: PageData, report: Row) -> list[Figure]:
    """Return the figures of one market report."""

    def own(rows: list[Row]) -> list[Row]:
        return [row for row in rows if row["report"] == report["report"]]

    charts = data.charts
    return [
        density_figure(report, own(data.comparison)),
        specification_figure(report, own(charts["grid"])),
        *white_space_figures(report, own(charts["white_space"])),
        growth_figure(report, own(charts["growth"])),
        size_figure(report, own(charts["sizes"])),
        player_figure(report, own(charts["players"])),
    ]


def field_figures(data: PageData) -> list[Figure]:
    """Return the figures on all tracked trials."""
    targets = [{**row, "phase": PHASES[row["phase_bucket"]]} for row in data.charts["targets"]]
    return [agent_figure(data.charts["agents"]), target_figure(targets)]
