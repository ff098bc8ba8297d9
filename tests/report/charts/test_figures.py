"""Charts say in their title what their rows show, mark what lies beyond the axis, and are empty with a reason."""

from typing import Any

import pytest

from trialscape.report.charts.bars import agent_figure, phase_figure, player_figure, starts_figure
from trialscape.report.charts.cells import specification_figure, white_space_figures
from trialscape.report.charts.figure import LIGHT, Figure, resolved
from trialscape.report.charts.forest import density_figure, growth_figure
from trialscape.report.charts.lines import forecast_figure, size_figure, timeline_figure
from trialscape.report.charts.targets import target_figure
from trialscape.report.charts.world import map_figure, outlines

Row = dict[str, Any]
REPORT = {"report": "R"}


def density(name: str, verdict: str, low: float, middle: float, high: float | None) -> Row:
    return {
        "segment_title": name,
        "report": "R",
        "dimension": "area",
        "dimension_title": "Area",
        "segment": name.lower(),
        "cohort": "act",
        "scope": "active",
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
    assert figure.title == ("The pipeline is certainly thicker than the market in one of 3 segments, thinner in one.")
    assert density_figure(REPORT, rows[1:2]).title.endswith("in none of 1 segment, thinner in none.")
    assert figure.chart is not None
    drawn = {row["name"]: (row["less"], row["more"]) for row in figure.chart["datasets"]["rows"]}
    assert drawn == {"One": ("", "▸"), "Two": ("◂", ""), "Three": ("", "")}
    assert figure.rows[0]["high_text"] == "no bound"
    assert figure.rows[0]["go"] == {"report": "R", "in.area": "one", "cohort": "act", "scope": "active"}


def test_a_verdict_in_the_grid_of_ways_lists_its_trials_and_is_named_in_words() -> None:
    way = {"cohort": "act", "cohort_title": "Cells", "scope": "late", "counting": "fractional", "weighting": "trials"}
    place = {"report": "R", "dimension": "area", "dimension_title": "Area", "segment": "one", "segment_title": "One"}
    rows: list[Row] = [
        {**place, **way, "verdict": "over_researched", "probability_over": 0.99},
        {**place, **way, "weighting": "phase", "verdict": "no_trials", "probability_over": None},
    ]
    figure = specification_figure(REPORT | {"default_cohort": "act"}, rows)
    assert figure.cells is not None
    ((_, _, (cell, empty)),) = figure.cells.lines
    assert cell.go == {"report": "R", "in.area": "one", "cohort": "act", "scope": "late"}
    assert cell.label == "Over-researched: One (Area), Cells · late phase · split · trials"
    assert (empty.text, empty.go) == ("", None)


def test_white_space_names_cells_that_differ_from_chance() -> None:
    cell = {
        "report": "R",
        "cohort": "act",
        "scope": "all",
        "segment_a": "a",
        "segment_b": "b",
        "dimension_a": "one",
        "dimension_b": "two",
        "dimension_a_title": "First",
        "dimension_b_title": "Second",
        "segment_a_title": "A",
        "expected_permuted": 9.04,
    }
    rows = [
        {**cell, "segment_b_title": "B", "observed_count": 20, "reading": "more"},
        {**cell, "segment_b_title": "C", "observed_count": 0, "reading": "too_few"},
    ]
    (figure,) = white_space_figures(REPORT, rows)
    assert figure.title == "More trials than chance gives in A with B. 1 of 2 combinations are empty."
    assert figure.cells is not None
    ((name, _, cells),) = figure.cells.lines
    assert (name, [(cell.text, cell.shade) for cell in cells]) == ("A", [("20 ▲", "s9"), ("0", "s0")])
    assert cells[0].go == {"report": "R", "in.one": "a", "in.two": "b", "cohort": "act"}
    assert cells[1].go is None
    assert figure.rows[0]["expected"] == "9"


def test_an_untested_cohort_is_marked() -> None:
    cell: Row = {"report": "R", "cohort": "io", "scope": "active", "dimension_a": "one", "dimension_b": "two"}
    cell |= {"dimension_a_title": "First", "dimension_b_title": "Second"}
    cell |= {"observed_count": 3, "expected_permuted": None, "reading": "not_tested"}
    cell |= {"segment_a": "a", "segment_b": "b", "segment_a_title": "A", "segment_b_title": "B"}
    untested = {"observed_count": 3, "expected_permuted": None, "reading": "not_tested"}
    (figure,) = white_space_figures(REPORT, [cell | untested])
    assert figure.title == "Trials in both segments, not tested against chance in this cohort."
    assert "expected" not in figure.columns


def test_starts_are_shown_with_the_forecast() -> None:
    starts = [
        {"start_year": year, "trial_count": count} for year, count in ((2023, 3), (2024, 4), (2025, 2), (2026, 1))
    ]
    sizes = [
        {"year": year, "usd_bn": usd, "is_headline": True} for year, usd in ((2024, 8.0), (2025, 10.0), (2026, 12.5))
    ]
    figure = forecast_figure({"report": "R", "base_year": 2024, "default_cohort": "io"}, starts, sizes, 2026)
    assert figure.title == (
        "The report forecasts a market growth of 25.0 % a year to 2026; starts in its cohort went from 0 in 2020 "
        "to 2 in 2025."
    )
    shown = {(row["what"], row["year"]): (row["shown"], row["later"]) for row in figure.rows}
    assert shown["trial starts", 2023] == ("0.75", False)
    assert shown["trial starts", 2026] == ("0.25", True)
    assert shown["market", 2024] == ("1.00", False)
    assert shown["market", 2026] == ("1.56", True)


def test_the_timeline_begins_with_the_oldest_agent() -> None:
    years = (("new", 2024, 2), ("old", 2015, 1), ("new", 2020, 1))
    figure = timeline_figure(
        [{"agent": agent, "start_year": year, "trial_count": count} for agent, year, count in years]
    )
    assert [(row["agent"], row["year"]) for row in figure.rows] == [("old", 2015), ("new", 2020), ("new", 2024)]
    assert figure.title == "The newest of the most studied immunotherapies is new; its first tracked trial is of 2020."


def test_countries_too_small_for_the_map_are_named() -> None:
    countries = (("United States", "US", 5), ("Singapore", "SG", 2), ("France", "FR", 1))
    figure = map_figure([{"name": name, "code": code, "trial_count": count} for name, code, count in countries])
    assert figure.title == "United States has the most trials, 5; 3 countries have at least one."
    assert figure.note.endswith("A trial counts once in each of its countries. Too small for this map: Singapore.")


def test_outlines_of_countries_have_codes_and_existing_arcs() -> None:
    topology = outlines()
    shapes = topology["objects"]["countries"]["geometries"]
    codes = [shape["id"] for shape in shapes if shape["id"]]
    assert len(codes) == len(set(codes)) > 170
    assert {"US", "CN", "DE", "GB", "AU", "BR"} <= set(codes)
    for shape in shapes:
        for number in _numbers(shape["arcs"]):
            assert len(topology["arcs"][~number if number < 0 else number]) >= 2


def _numbers(arcs: list[Any]) -> list[int]:
    return [number for part in arcs for number in (_numbers(part) if isinstance(part, list) else [part])]


def test_estimates_of_one_market_are_compared() -> None:
    sizes = [
        {"estimate": name, "year": year, "usd_bn": usd, "basis": "printed", "is_headline": name == "a"}
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
        forecast_figure({"report": "R", "base_year": 2024, "default_cohort": "io"}, [], [], 2026),
        starts_figure([], 2026),
        phase_figure([]),
        agent_figure([]),
        timeline_figure([]),
        map_figure([]),
        target_figure([]),
    ],
    ids=lambda figure: figure.id,
)
def test_an_empty_figure_gives_a_reason(figure: Figure) -> None:
    assert figure.chart is None
    assert "none of 0" not in figure.title
    assert figure.empty.endswith(".")


def test_colours_are_names_until_a_palette_is_chosen() -> None:
    chart = {"mark": {"color": "$ink"}, "range": ["$over", "$under"], "text": "$5"}
    assert resolved(chart, LIGHT) == {
        "mark": {"color": LIGHT["ink"]},
        "range": [LIGHT["over"], LIGHT["under"]],
        "text": "$5",
    }
