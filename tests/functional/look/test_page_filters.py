"""Every part of the HTML report follows the filters, or says why it does not."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from tests.functional.conftest import Run
from tests.support.browser.browser import Opened, choose, click_until
from trialscape.data_folder import warehouse_folder
from trialscape.report.page.figures import chosen_figures
from trialscape.report.page.read_page import read_page
from trialscape.report.page.views import own_view
from trialscape.report.words import PHASES, number_word
from trialscape.warehouse.reader import open_current


def asked(run: Run, data: Path, *command: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(run(*command, "--data", data, "--format", "json")[1])
    return rows


def test_charts_that_follow_the_filters_begin_with_the_numbers_of_the_marts(shown: Opened, demo_source: Path) -> None:
    with open_current(warehouse_folder(demo_source)) as warehouse:
        figures = {figure.id: figure for figure in chosen_figures(read_page(warehouse))}
    choose(shown, "")
    for name in ("starts", "phases", "map", "agents", "timeline"):
        counted = shown.page.evaluate(f"FOLLOWING.{name}()")
        assert counted == list(figures[name].rows), name
    rows = shown.page.evaluate("targets()")
    cells = {(row["id"], phase): row[phase] for row in rows for phase in PHASES if phase in row}
    by_cell = {(f"{row['go']['target']}", row["go"]["phase"]): row["observed"] for row in figures["targets"].rows}
    assert cells == {place: number for place, number in by_cell.items() if number}


def test_charts_follow_the_filters_and_the_theme(shown: Opened) -> None:
    choose(shown, "phase=phase_3")
    chosen = int(shown.page.locator("#count").inner_text().split()[0])
    for name in ("phases", "starts"):
        shown.page.locator(f"#figure-{name} details").evaluate("one => { one.open = true; }")
    rows = shown.page.locator("#figure-phases tbody tr")
    shown.page.locator("#figure-phases tbody td", has_text=str(chosen)).wait_for()
    counts = {row.locator("th").text_content(): row.locator("td").text_content() for row in rows.all()}
    assert {name: count for name, count in counts.items() if count != "0"} == {"Phase 3": str(chosen)}
    assert sum(map(int, shown.page.locator("#figure-starts tbody td").all_text_contents())) == chosen
    shown.page.locator("#figure-phases").scroll_into_view_if_needed()
    shown.page.locator("#figure-phases svg text", has_text=re.compile(f"^{chosen}$")).first.wait_for(state="attached")
    said = "Of these trials with a phase, most are in phase 3."
    shown.page.locator("#figure-phases h3", has_text=re.compile(f"^{re.escape(said)}$")).wait_for()
    shown.page.locator("[data-theme-choice]").click()
    colours = "all => all.map(one => getComputedStyle(one).fill)"
    assert "rgb(86, 180, 233)" in shown.page.locator("#figure-phases svg path").evaluate_all(colours)
    shown.page.locator("[data-theme-choice]").click()
    choose(shown, "")


def test_a_clicked_element_lists_its_trials(shown: Opened) -> None:
    choose(shown, "")
    shown.page.locator("#figure-phases").scroll_into_view_if_needed()
    click_until(shown, "#figure-phases svg path[aria-roledescription=bar]", 3, "#phase=phase_2")
    shown.page.locator("#figure-starts").scroll_into_view_if_needed()
    shown.page.locator("#figure-starts details").evaluate("one => { one.open = true; }")
    shown.page.locator("#figure-starts tbody a", has_text="2023").click()
    assert shown.page.evaluate("location.hash") == "#phase=phase_2&year=2023"
    shown.page.evaluate("drawRest()")
    cell = shown.page.locator("#figure-space-A-cancer-region td a").first
    number = cell.inner_text().split()[0]
    cell.click()
    assert shown.page.evaluate("location.hash").startswith("#phase=phase_2&year=2023&report=A&in.cancer=")
    assert shown.page.locator("#count").inner_text().startswith(f"{number} of ")


_CELLS = """
WITH chosen AS (SELECT nct_id FROM marts.trial WHERE phase_bucket = 'phase_2')
SELECT cell.report, cell.dimension_a, cell.segment_a, cell.dimension_b, cell.segment_b, count(chosen.nct_id) AS n
FROM marts.white_space AS cell
LEFT JOIN concepts.segment_membership AS one
  ON one.report = cell.report AND one.dimension = dimension_a AND one.segment = segment_a
LEFT JOIN concepts.segment_membership AS other
  ON other.report = cell.report AND other.dimension = dimension_b AND other.segment = segment_b
  AND other.nct_id = one.nct_id
LEFT JOIN concepts.cohort AS member ON member.nct_id = other.nct_id AND member.cohort = cell.cohort
LEFT JOIN concepts.trial_scope AS pipeline ON pipeline.nct_id = member.nct_id AND pipeline.scope = cell.scope
LEFT JOIN chosen ON chosen.nct_id = pipeline.nct_id
WHERE is_default_cohort AND cell.scope = 'active' AND cell.report IN ('A', 'B')
GROUP BY ALL
"""
_PLAYERS = """
SELECT own.report || ':' || own.player AS id, count(*) AS n, count(*) FILTER (is_focus) AS within
FROM concepts.player_trial AS own
JOIN raw.report AS report USING (report)
JOIN concepts.cohort AS member ON member.nct_id = own.nct_id AND member.cohort = report.default_cohort
JOIN marts.trial AS trial ON trial.nct_id = own.nct_id
WHERE kind = 'market' AND phase_bucket = 'phase_2'
GROUP BY ALL
"""


def test_numbers_within_the_reports_follow_the_filters(shown: Opened, run: Run, demo_source: Path) -> None:
    cells = asked(run, demo_source, "sql", " ".join(_CELLS.split()))
    wanted = {
        (row["report"], frozenset({(row[f"dimension_{one}"], row[f"segment_{one}"]) for one in "ab"})): row["n"]
        for row in cells
    }
    choose(shown, "phase=phase_2")
    shown.page.evaluate("drawRest()")
    links = shown.page.locator(".heat [data-counts] td a[data-trials]").evaluate_all(
        "all => all.map(one => [one.hash, one.textContent])"
    )
    for address, number in links:
        filters = dict(parse_qsl(address[1:]))
        key = frozenset((name[3:], value) for name, value in filters.items() if name.startswith("in."))
        assert str(wanted[filters["report"], key]) == number, address
    assert len(links) > 60
    assert sum(wanted.values()) == sum(int(number) for _, number in links)
    row = shown.page.locator("[data-report=A][data-segment=melanoma]")
    assert re.fullmatch(r"\d+ of 50 trials", row.locator("a").inner_text())
    (melanoma,) = asked(run, demo_source, "sql", "SELECT count(*) AS n FROM marts.trial WHERE phase_bucket = 'phase_2' "
        "AND is_active AND 'refractory' IN cohorts AND nct_id IN (SELECT nct_id FROM concepts.segment_membership "
        "WHERE report = 'A' AND dimension = 'cancer' AND segment = 'melanoma')")  # fmt: skip
    assert row.locator("a").inner_text() == f"{melanoma['n']} of 50 trials"
    choose(shown, "")
    shown.page.evaluate("drawRest()")
    assert row.locator("a").inner_text() == "50 trials"


def test_links_within_the_reports_keep_a_filter_on_late_trials(shown: Opened, run: Run, demo_source: Path) -> None:
    query = (
        "SELECT count(*) AS n FROM marts.trial WHERE phase_bucket IN ('phase_2_3', 'phase_3', 'phase_4') AND is_active "
        "AND 'refractory' IN cohorts AND nct_id IN (SELECT nct_id FROM concepts.segment_membership "
        "WHERE report = 'A' AND dimension = 'region' AND segment = 'north_america')"
    )
    (row,) = asked(run, demo_source, "sql", query)
    choose(shown, "scope=late")
    shown.page.evaluate("drawRest()")
    link = shown.page.locator("[data-report=A][data-segment=north_america] a")
    assert link.inner_text().startswith(f"{row['n']} of ")
    link.click()
    assert shown.page.locator("#count").inner_text().startswith(f"{row['n']} of ")
    choose(shown, "")


def test_bars_of_companies_follow_the_filters_and_list_their_trials(shown: Opened, run: Run, demo_source: Path) -> None:
    choose(shown, "")
    with open_current(warehouse_folder(demo_source)) as warehouse:
        data = read_page(warehouse)
    for report in data.reports:
        (figure,) = (item for item in own_view(data, report).figures if item.id.startswith("players-"))
        assert figure.chart
        name = report["report"]
        assert shown.page.evaluate(f"playerRows('{name}')") == figure.chart["datasets"]["rows"]
        keys = [key for key in figure.columns if key != "stated_focus"]
        table = shown.page.evaluate(f"playersOf('{name}')")
        assert [[row[key] for key in keys] for row in table] == [[row[key] for key in keys] for row in figure.rows]
    choose(shown, "phase=phase_2")
    rows = asked(run, demo_source, "sql", " ".join(_PLAYERS.split()))
    for report in data.reports:
        own = shown.page.evaluate(f"playersOf('{report['report']}')")
        counted = {row["player"]: row["trial_count"] for row in own if row["trial_count"]}
        assert counted == {row["id"]: row["n"] for row in rows if row["id"].startswith(report["report"])}
    choose(shown, "")
    shown.page.locator("#figure-players-A").scroll_into_view_if_needed()
    bar = "#figure-players-A svg path[aria-roledescription=bar]"
    click_until(shown, bar, 0, "#player=A%3Aiovance&cohort=refractory&focus=within")
    within = next(
        row["focus_trial_count"]
        for row in data.charts["players"]
        if (row["report"], row["player"], row["cohort"]) == ("A", "iovance", "refractory")
    )
    assert shown.page.locator("#count").inner_text().startswith(f"{within} of ")
    assert "Company: Iovance" in shown.page.locator("#chosen").inner_text()
    choose(shown, "")


def test_what_is_chosen_stands_on_top_and_is_taken_away_there(shown: Opened) -> None:
    choose(shown, "view.A=io.active.fractional&phase=phase_2&report=B&in.geography=europe&f.cancer=melanoma")
    bar = shown.page.locator("#chosen")
    chips = [text.removesuffix(" ×") for text in bar.locator("button").all_inner_texts()]
    assert chips == ["Phase: Phase 2", "Geography (B): Europe", "Clear filters"]
    shown.page.evaluate("scrollTo(0, 4000)")
    box = bar.bounding_box()
    assert box
    assert box["y"] == 0
    bar.locator("button", has_text="Phase 2").click()
    assert "phase" not in shown.page.evaluate("location.hash")
    bar.locator("button", has_text="Clear").click()
    assert not bar.is_visible()
    assert shown.page.evaluate("location.hash") == "#f.cancer=melanoma"
    choose(shown, "")


def test_changes_and_readouts_follow_the_filters(shown: Opened, run: Run, demo_source: Path) -> None:
    query = (
        "SELECT count(*) AS n FROM marts.readout JOIN marts.trial USING (nct_id) "
        "WHERE readout = 'ahead' AND days_to_readout <= 365 AND trial.phase_bucket = 'phase_2'"
    )
    (row,) = asked(run, demo_source, "sql", query)
    choose(shown, "phase=phase_2")
    shown.page.evaluate("drawRest()")
    listed = shown.page.locator("tr[data-of]")
    visible = listed.evaluate_all("all => all.filter(one => !one.hidden).length")
    assert 0 < visible == row["n"] < listed.count()
    changes = shown.page.locator("details[data-list]").first
    number = changes.locator("[data-number]").inner_text()
    items = changes.locator("li[data-of]").evaluate_all("all => [all.filter(one => !one.hidden).length, all.length]")
    assert number == f"{items[0]} of {items[1]}"
    assert 0 < items[0] < items[1]
    choose(shown, "")
    shown.page.evaluate("drawRest()")
    assert changes.locator("[data-number]").inner_text() == str(items[1])


def test_the_flow_from_search_to_figure_has_the_chosen_trials_as_a_step(
    shown: Opened, run: Run, demo_source: Path
) -> None:
    query = (
        "WITH chosen AS (SELECT nct_id FROM marts.trial WHERE phase_bucket = 'phase_2' AND is_active "
        "AND list_contains(cohorts, 'refractory')) SELECT (SELECT count(*) FROM chosen) AS n, "
        "count(DISTINCT nct_id) AS placed FROM chosen "
        "JOIN concepts.segment_membership USING (nct_id) WHERE report = 'A' AND dimension = 'therapy'"
    )
    (row,) = asked(run, demo_source, "sql", query)
    choose(shown, "")
    shown.page.evaluate("drawRest()")
    flow = shown.page.locator("[data-flow=A]")
    whole = flow.inner_text()
    choose(shown, "phase=phase_2")
    shown.page.evaluate("drawRest()")
    assert flow.locator(".of-chosen b").inner_text() == str(row["n"])
    assert flow.locator("[data-dimension=therapy] b").inner_text() == str(row["placed"])
    choose(shown, "")
    shown.page.evaluate("drawRest()")
    assert flow.inner_text() == whole


def test_each_figure_follows_the_filters_or_says_why_not(shown: Opened) -> None:
    drawn = shown.page.locator("figure.chart:has(.drawing, .heat)")
    said = drawn.evaluate_all(
        "all => all.map(one => [one.id, one.querySelector('.follows').textContent, !!one.querySelector('.fixed')])"
    )
    fixed = {name.split("-")[1] for name, _, is_fixed in said if is_fixed}
    assert fixed == {"ways", "sizes"}
    followed = {name.removeprefix("figure-") for name, words, is_fixed in said if not is_fixed}
    counted = shown.page.evaluate(
        "[...drawings.keys()].flatMap(one => following(one.dataset.chart || one.dataset.cells || '') "
        "|| 'counts' in one.dataset ? [one.closest('figure').id.replace('figure-', '')] : [])"
    )
    assert followed == {name for name in counted if name}
    assert all("filters" in words for _, words, _ in said)


def test_the_cohort_scope_and_counting_of_the_filters_choose_the_views_of_all_reports(shown: Opened) -> None:
    choose(shown, "")
    shown.page.locator("#filter-cohort").select_option("io")
    shown.page.locator("#filter-counting").select_option("per_site")
    wanted = "#view.A=io.active.per_site&view.B=io.active.per_site&cohort=io"
    address = dict(parse_qsl(shown.page.evaluate("location.hash")[1:]))
    assert address == dict(parse_qsl(wanted[1:]))
    shown.page.locator("[data-view=B][data-shown='io.active.per_site']").wait_for(state="attached")
    shown.page.locator("#clear").click()
    assert shown.page.evaluate("location.hash") == ""
    shown.page.locator("[data-view=B][data-shown='act.active.fractional']").wait_for(state="attached")


def test_titles_count_in_words_and_in_the_singular(shown: Opened) -> None:
    choose(shown, "status=recruiting&phase=phase_4")
    shown.page.evaluate("drawRest()")
    assert shown.page.evaluate("targets()[0].trials") == 1
    assert shown.page.locator("#figure-targets h3").inner_text().endswith(": 1 trial.")
    choose(shown, "phase=phase_2")
    shown.page.evaluate("drawRest()")
    sides = shown.page.evaluate(
        "['over', 'under'].map(side => densityRows('A').filter(row => row.side === side).length)"
    )
    words = [number_word(count) if count else "none" for count in sides]
    title = shown.page.locator("#figure-density-A h3").inner_text()
    assert f" in {words[0]} of " in title
    assert title.endswith(f" segments, smaller in {words[1]}.")
    choose(shown, "")
