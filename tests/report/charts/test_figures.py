"""Charts say in their title what their rows show, mark what lies beyond the axis, and are empty with a reason."""

from typing import Any

import pytest

from trialscape.report.charts.bars import agent_figure, player_figure
from trialscape.report.charts.cells import specification_figure, target_figure, white_space_figures
from trialscape.report.charts.figure import LIGHT, Figure, resolved
from trialscape.report.charts.forest import density_figure, growth_figure
from trialscape.report.charts.lines import size_figure

Row = dict[str, Any]
REPORT = {"report": "R"}


def density(name: str, verdict: str, low: float, middle: float, high: float | None) -> Row:
    return {
        "segment_title": name,
        "dimension": "area",
        "verdict": verdict,
        "ratio_low": low,
        "ratio_median": middle,
        "ratio_high": high,
    }


def test_a_forest_plot_counts_verdicts_and_marks_values_beyond_the_axis() -> None:
    rows = [
        density("One", "over_researched", 1.2, 3.0, None),
        density("Two", "indistinct", 0.0, 0.5, 1.5),
        density("Three", "under_researched", 0.1, 0.2, 0.6),
    ]
    figure = density_figure(REPORT, rows)
    assert figure.title == (
        "Trials per share of the market: of 3 segments one certainly above the market's, one below."
    )
    assert figure.chart is not None
    rows_drawn = [row for data in figure.chart["datasets"].values() for row in data if "name" in row]
    drawn = {row["name"]: (row["less"], row["more"]) for row in rows_drawn}
    assert drawn == {"One": ("", "▸"), "Two": ("◂", ""), "Three": ("", "")}
    assert figure.rows[0]["high_text"] == "no bound"


def test_white_space_names_cells_that_differ_from_chance() -> None:
    cell = {
        "report": "R",
        "dimension_a": "one",
        "dimension_b": "two",
        "segment_a_title": "A",
        "expected_permuted": 9.04,
    }
    rows = [
        {**cell, "segment_b_title": "B", "observed_count": 20, "reading": "more"},
        {**cell, "segment_b_title": "C", "observed_count": 0, "reading": "too_few"},
    ]
    (figure,) = white_space_figures(REPORT, rows)
    assert figure.title == "Different from chance: A with B (more). 1 of 2 are empty."
    assert [row["shown"] for row in figure.rows] == ["20 ▲", "0"]
    assert figure.rows[0]["expected"] == "9"


def test_the_title_of_a_size_figure_gives_the_range_of_estimates() -> None:
    sizes = [
        {"estimate": name, "year": year, "usd_bn": usd, "basis": "printed"}
        for name, year, usd in (("a", 2024, 8.0), ("a", 2030, 16.0), ("b", 2024, 4.0), ("b", 2030, 12.0))
    ]
    assert size_figure(REPORT, sizes).title == "2 estimates of one market: USD 4.0 bn to USD 8.0 bn for 2024."


@pytest.mark.parametrize(
    "figure",
    [
        density_figure(REPORT, []),
        growth_figure(REPORT, []),
        specification_figure(REPORT, []),
        size_figure(REPORT, []),
        player_figure(REPORT, []),
        agent_figure([]),
        target_figure([]),
    ],
    ids=lambda figure: figure.id,
)
def test_an_empty_figure_gives_a_reason(figure: Figure) -> None:
    assert figure.chart is None
    assert figure.empty.endswith(".")


def test_colours_are_names_until_a_palette_is_chosen() -> None:
    chart = {"mark": {"color": "$ink"}, "range": ["$over", "$under"], "text": "$5"}
    assert resolved(chart, LIGHT) == {
        "mark": {"color": LIGHT["ink"]},
        "range": [LIGHT["over"], LIGHT["under"]],
        "text": "$5",
    }
