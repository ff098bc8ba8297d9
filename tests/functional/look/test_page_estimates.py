"""Shares, ratios and growth of the trials and views that a reader of the HTML report chooses."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.functional.conftest import Run
from tests.support.browser.browser import Opened, choose, opened


def asked(run: Run, data: Path, query: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(run("sql", " ".join(query.split()), "--data", data, "--format", "json")[1])
    return rows


_DENSITY = """
SELECT report, dimension, segment, cohort, pipeline_share, pipeline_share_low, pipeline_share_high, ratio_median,
  ratio_low, probability_over
FROM marts.segment_density
WHERE is_default_cohort AND scope = 'active' AND counting = 'fractional' AND pipeline_share_low IS NOT NULL
"""
_GROWTH = """
SELECT report, dimension, segment, cohort, growth_against_rest AS median, growth_against_rest_low AS low,
  growth_against_rest_high AS high, probability_faster AS faster
FROM marts.segment_growth JOIN raw.report USING (report)
WHERE kind = 'market' AND growth_against_rest IS NOT NULL
"""


def test_all_trials_of_a_cohort_have_the_shares_and_ratios_of_the_marts(
    shown: Opened, run: Run, demo_source: Path
) -> None:
    choose(shown, "")
    estimate = """([report, dimension, segment, cohort]) =>
      sharesOf(matchingAll({ cohort, scope: "active" }), segmentsOf(report, dimension)).segments.get(segment)"""
    rows = asked(run, demo_source, _DENSITY)
    assert len(rows) > 20
    for row in rows:
        place = [row[name] for name in ("report", "dimension", "segment", "cohort")]
        found = shown.page.evaluate(estimate, place)
        assert found["share"] == pytest.approx(row["pipeline_share"], abs=1e-9), place
        # A thousand draws stand beside ten thousand.
        for name in ("low", "high"):
            assert found[name] == pytest.approx(row[f"pipeline_share_{name}"], abs=0.015), place
        assert (found["ratio"] is None) == (row["probability_over"] is None), place
        if found["ratio"]:
            assert found["ratio"]["over"] == pytest.approx(row["probability_over"], abs=0.02), place
            assert found["ratio"]["median"] == pytest.approx(row["ratio_median"], rel=0.2, abs=0.02), place
            assert found["ratio"]["low"] == pytest.approx(row["ratio_low"], rel=0.3, abs=0.02), place


def test_all_trials_of_a_cohort_have_the_growth_of_the_marts(shown: Opened, run: Run, demo_source: Path) -> None:
    choose(shown, "")
    estimate = """([report, dimension, segment, cohort]) =>
      startsOf(matchingAll({ cohort }), segmentsOf(report, dimension)).segments.get(segment)"""
    rows = asked(run, demo_source, _GROWTH)
    assert len(rows) > 15
    for row in rows:
        place = [row[name] for name in ("report", "dimension", "segment", "cohort")]
        found = shown.page.evaluate(estimate, place)
        for name in ("median", "low", "high"):
            assert found[name] == pytest.approx(row[name], rel=0.1), (place, name)
        assert found["faster"] == pytest.approx(row["faster"], abs=0.04), place


_CHOSEN = """
WITH chosen AS (
  SELECT nct_id FROM marts.trial
  WHERE phase_bucket = 'phase_2' AND is_active AND list_contains(cohorts, 'refractory')
)
SELECT segment, sum(weight) / (SELECT count(DISTINCT nct_id) FROM chosen JOIN concepts.segment_membership USING (nct_id)
  WHERE report = 'A' AND dimension = 'cancer') AS share
FROM chosen JOIN concepts.segment_membership USING (nct_id)
WHERE report = 'A' AND dimension = 'cancer'
GROUP BY segment
"""


def test_dumbbells_show_the_chosen_trials_before_all_of_them(shown: Opened, run: Run, demo_source: Path) -> None:
    choose(shown, "")
    shown.page.evaluate("drawRest()")
    row = shown.page.locator(".row[data-report=A][data-dimension=cancer][data-segment=melanoma]")
    figure = shown.page.locator("figure.dumbbell", has=row)
    title, words = figure.locator("h3").inner_text(), row.locator(".words").inner_text()
    choose(shown, "phase=phase_2")
    shown.page.evaluate("drawRest()")
    shares = {item["segment"]: item["share"] for item in asked(run, demo_source, _CHOSEN)}
    chosen = row.locator(".words.of-chosen").inner_text()
    assert f"Chosen trials {100 * shares['melanoma']:.1f} (" in chosen
    assert re.search(r"P ([<>] )?0\.\d\d\. ", chosen)
    assert "All: trials " in chosen
    assert row.locator("svg circle.pipeline").count() == 2
    assert not row.locator(".words").first.is_visible()
    assert "chosen trials" in figure.locator("h3").inner_text()
    assert re.match(r"Follows the filters: \d+ of the chosen trials", figure.locator("[data-population]").inner_text())
    choose(shown, "")
    shown.page.evaluate("drawRest()")
    assert (figure.locator("h3").inner_text(), row.locator(".words").inner_text()) == (title, words)
    assert row.locator(".of-chosen").count() == 0


def test_a_filter_on_a_dimension_narrows_the_others_only(shown: Opened) -> None:
    choose(shown, "report=A&in.cancer=melanoma&cohort=refractory&scope=active")
    shown.page.evaluate("drawRest()")
    figures = shown.page.locator("#report-A ~ [data-view=A] figure.dumbbell")
    narrowed = figures.evaluate_all(
        "all => all.filter(one => 'narrowed' in one.dataset).map(one => one.querySelector('.row').dataset.dimension)"
    )
    assert "cancer" not in narrowed
    assert {"therapy", "region"} <= set(narrowed)
    choose(shown, "")


_BOTH = """
WITH chosen AS (
  SELECT nct_id FROM marts.trial WHERE {filters} AND is_active AND list_contains(cohorts, 'act')
)
SELECT dimension, count(DISTINCT nct_id) AS placed, (SELECT count(*) FROM chosen) AS n
FROM chosen JOIN concepts.segment_membership USING (nct_id)
WHERE report = 'B'
GROUP BY dimension
"""
_PLAYERS = """
SELECT report || ':' || player AS player, count(*) AS n
FROM concepts.player_trial JOIN marts.trial USING (nct_id)
WHERE report = 'B' AND {filters} AND list_contains(cohorts, 'act')
GROUP BY ALL
"""
_MELANOMA = """
is_active AND list_contains(cohorts, 'refractory') AND nct_id IN (
  SELECT nct_id FROM concepts.segment_membership WHERE report = 'A' AND dimension = 'cancer' AND segment = 'melanoma')
"""


@pytest.mark.parametrize(
    ("fragment", "filters"),
    [
        ("report=A&in.cancer=melanoma&cohort=refractory&scope=active", _MELANOMA),
        ("scope=late", "is_active AND phase_bucket IN ('phase_2_3', 'phase_3', 'phase_4')"),
    ],
)
def test_chosen_trials_in_a_view_pass_the_filters_on_cohort_and_scope_as_well(
    shown: Opened, run: Run, demo_source: Path, fragment: str, filters: str
) -> None:
    choose(shown, fragment)
    shown.page.evaluate("drawRest()")
    wanted = {row["dimension"]: row for row in asked(run, demo_source, _BOTH.format(filters=filters))}
    assert len(wanted) > 1
    for dimension, row in wanted.items():
        figure = shown.page.locator(
            "figure.dumbbell", has=shown.page.locator(f"[data-report=B][data-dimension={dimension}]")
        )
        words = figure.locator("[data-population]").inner_text()
        assert words.startswith(f"Follows the filters: {row['placed']} of the chosen trials"), dimension
        assert shown.page.locator("[data-flow=B] .of-chosen b").inner_text() == str(row["n"])
    players = {row["player"]: row["n"] for row in asked(run, demo_source, _PLAYERS.format(filters=filters))}
    counted = shown.page.evaluate(
        "playersOf('B').filter(one => one.trial_count).map(one => [one.player, one.trial_count])"
    )
    assert players
    assert dict(counted) == players
    choose(shown, "")


def test_forest_plots_follow_the_filters(shown: Opened) -> None:
    choose(shown, "")
    for kind in ("density", "growth"):
        whole = shown.page.evaluate(f"{kind}Rows('A')")
        assert whole == shown.page.evaluate(f"writtenRows('{kind}-A')")
    choose(shown, "phase=phase_2")
    shown.page.evaluate("drawRest()")
    for kind in ("density", "growth"):
        rows = shown.page.evaluate(f"{kind}Rows('A')")
        assert rows
        assert all(row["narrowed"] and row["from"] <= row["at"] <= row["to"] for row in rows)
        assert [row["point"] for row in rows] == sorted((row["point"] for row in rows), reverse=True)
        assert "chosen trials" in shown.page.locator(f"#figure-{kind}-A h3").inner_text()
    choose(shown, "sponsor=nobody")
    shown.page.evaluate("drawRest()")
    assert shown.page.locator("#figure-density-A h3").inner_text() == "None of the chosen trials is counted here."
    assert shown.errors == []
    choose(shown, "")


_RATIOS = """
SELECT segment_title || ' (' || dimension.title || ')' AS label, ratio_median AS ratio
FROM marts.segment_density JOIN raw.dimension USING (report, dimension)
WHERE report = 'A' AND ratio_median > 0 AND cohort = '{}' AND scope = '{}' AND counting = '{}'
"""
_DRAWN = """async () => {
  await drawRest();
  const place = document.querySelector("#figure-density-A .drawing");
  const names = ["label", "shown", "whole_from", "whole_to"];
  return drawings.get(place).view.data("rows").map((row) => Object.fromEntries(names.map((name) => [name, row[name]])));
}"""


@pytest.fixture
def fresh(browser: Browser, page_file: Path) -> Iterator[Opened]:
    """Return a page whose reports have shown their first views only."""
    with opened(browser, page_file) as view:
        view.page.wait_for_selector("html[data-usable]", state="attached")
        yield view
        assert view.errors == []


def ratios(run: Run, data: Path, key: str) -> dict[str, str]:
    query = _RATIOS.format(*key.split("."))
    rows = asked(run, data, query)
    return {row["label"]: f"{row['ratio']:.2f}" for row in rows}


def drawn(view: Opened, cohort: str) -> list[dict[str, Any]]:
    """Return the rows of the density chart of report A as drawn, once its view of a cohort is shown."""
    view.page.locator(f"[data-view=A] .row a[href*='cohort={cohort}']").first.wait_for(state="attached")
    rows: list[dict[str, Any]] = view.page.evaluate(_DRAWN)
    return rows


def listed(view: Opened) -> dict[str, str]:
    """Return the density ratios in the table below the chart."""
    view.page.locator("#figure-density-A details").evaluate("one => { one.open = true; }")
    cells = "all => all.map(one => [...one.cells].map(cell => cell.textContent))"
    rows = view.page.locator("#figure-density-A tbody tr").evaluate_all(cells)
    return {label: shown for label, shown, *_ in rows}


def test_the_first_change_of_a_view_and_the_way_back_draw_the_ratios_of_the_view(
    fresh: Opened, run: Run, demo_source: Path
) -> None:
    for cohort, key in (("io", "io.active.fractional"), ("refractory", "refractory.active.fractional")):
        choose(fresh, f"view.A={key}" if cohort == "io" else "")
        wanted = ratios(run, demo_source, key)
        assert len(wanted) > 5
        assert {row["label"]: row["shown"] for row in drawn(fresh, cohort)} == wanted
        assert listed(fresh) == wanted


def test_a_view_of_the_address_has_its_ratios_and_its_pale_bands(
    browser: Browser, page_file: Path, run: Run, demo_source: Path
) -> None:
    with opened(browser, page_file, "#view.A=io.active.fractional&phase=phase_2") as view:
        view.page.wait_for_selector("html[data-usable]", state="attached")
        rows = drawn(view, "io")
        written = view.page.evaluate("writtenRows('density-A')")
    whole = {row["label"]: row for row in written}
    shown = {label: row["shown"] for label, row in whole.items()}
    assert shown == ratios(run, demo_source, "io.active.fractional")
    assert len(rows) > 5
    for row in rows:
        own = whole[row["label"]]
        assert (row["whole_from"], row["whole_to"]) == (own["from"], own["to"])


def test_a_phone_has_fewer_ticks_on_axes_of_density_only(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, viewport={"width": 375, "height": 800}) as view:
        view.page.wait_for_selector("html[data-drawn]", state="attached")
        ticks = {
            name: view.page.locator(f"#figure-{name} svg .role-axis-label text").all_text_contents()
            for name in ("sizes-A", "sizes-B", "forecast-A", "density-A")
        }
        for report in ("A", "B"):
            drawn_years = [int(text) for text in ticks[f"sizes-{report}"] if text.startswith("20") and len(text) == 4]
            years = view.page.evaluate(f"writtenRows('sizes-{report}').map(row => row.year)")
            assert len(drawn_years) > 2
            assert min(years) in drawn_years
            assert set(drawn_years) <= set(years)
        assert {"0.5", "1"} <= set(ticks["forecast-A"])
        assert {"0.05", "0.25", "1", "4", "20"} <= set(ticks["density-A"])
        assert "10" not in ticks["density-A"]
        assert view.errors == []
