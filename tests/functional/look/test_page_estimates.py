"""Shares, ratios and growth of the trials that a reader of the HTML report chooses."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.functional.conftest import Run
from tests.support.browser.browser import Opened, choose


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
