"""The HTML report shows what the marts hold, sends no request, and shows texts of the registry as text."""

import csv
import dataclasses
import html
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.functional.conftest import Run
from tests.support.browser.browser import Opened, accessibility_faults, choose, opened
from trialscape.data_folder import DEMO_WARNING, warehouse_folder
from trialscape.report.page.read_page import read_page
from trialscape.report.page.views import own_view
from trialscape.report.page.write_page import write_page
from trialscape.warehouse.reader import open_current

HOSTILE = "<script>window.hurt=1</script></script><img src=x onerror='hurt=1'>\"'&amp; \u202eabc \x00 שלום"


def asked(run: Run, data: Path, *command: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(run(*command, "--data", data, "--format", "json")[1])
    return rows


def test_the_command_writes_one_file(run: Run, demo_source: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.html"
    code, out, _ = run("report", "--data", demo_source, "-o", target)
    assert code == 0
    assert out.splitlines()[0] == DEMO_WARNING
    assert [path.name for path in tmp_path.iterdir()] == ["out.html"]
    assert DEMO_WARNING in target.read_text(encoding="utf-8")


def test_an_existing_page_is_not_replaced_without_overwrite(run: Run, demo_source: Path, tmp_path: Path) -> None:
    target, charts = tmp_path / "out.html", tmp_path / "charts"
    charts.mkdir()
    for file in (target, charts / "starts.svg"):
        file.write_text("mine", encoding="utf-8")
        code, _, err = run("report", "--data", demo_source, "-o", target, "--charts", charts)
        assert (code, "--overwrite" in err) == (2, True)
        assert file.read_text(encoding="utf-8") == "mine"
        target.unlink(missing_ok=True)
    target.write_text("mine", encoding="utf-8")
    assert run("report", "--data", demo_source, "-o", target, "--overwrite")[0] == 0
    assert "<!doctype html>" in target.read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "words"), [("out.pdf", ".html"), ("nowhere/out.html", "cannot be written")])
def test_an_invalid_output_file_is_refused(run: Run, demo_source: Path, tmp_path: Path, name: str, words: str) -> None:
    code, _, err = run("report", "--data", demo_source, "-o", tmp_path / name)
    assert code == 2
    assert words in err
    assert not list(tmp_path.rglob("*.unfinished"))


def test_each_segment_has_the_figures_of_the_marts(shown: Opened, run: Run, demo_source: Path) -> None:
    query = (
        "SELECT report, dimension, segment, verdict, round(probability_over, 2) AS p, pipeline_share AS share, "
        "pipeline_share_low AS low, pipeline_share_high AS high "
        "FROM marts.segment_density JOIN raw.report USING (report) "
        "WHERE kind = 'market' AND is_default_cohort AND scope = 'active' AND counting = 'fractional' "
        "AND market_share IS NOT NULL"
    )
    rows = asked(run, demo_source, "sql", query)
    assert len(rows) > 20
    for row in rows:
        place = "".join(f"[data-{key}={row[key]}]" for key in ("report", "dimension", "segment"))
        cell = shown.page.locator(f".row{place}")
        text = cell.inner_text()
        assert f"Trials {100 * row['share']:.1f} ({100 * row['low']:.1f}–{100 * row['high']:.1f}) %" in text
        assert any(
            reported in text for reported in (f"P {row['p']:.2f}", "P > 0.99", "P < 0.01", "P < 0.95", "P > 0.05")
        )
        assert row["verdict"] in (cell.get_attribute("class") or "")


def test_the_page_sends_no_request_and_its_policy_forbids_them(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as view:
        assert view.errors == []
        assert view.requests == [page_file.as_uri()]
        tried = view.page.evaluate("fetch('https://example.org/').then(() => 'sent', () => 'refused')")
        assert tried == "refused"
        assert view.requests == [page_file.as_uri()]


def test_hostile_texts_are_shown_as_text(browser: Browser, demo_source: Path, tmp_path: Path) -> None:
    with open_current(warehouse_folder(demo_source)) as warehouse:
        data = read_page(warehouse)
    rows = [{**row, "segment_title": HOSTILE, "cohort_caution": HOSTILE} for row in data.cells]
    reports = [{**row, "title": HOSTILE} for row in data.reports]
    trials = [{**row, "brief_title": HOSTILE, "sponsor_parent": HOSTILE} for row in data.trials]
    labels = [{**row, "label": HOSTILE, "quote": HOSTILE} for row in data.cards.labels]
    hostile = dataclasses.replace(data, cells=rows, reports=reports, trials=trials)
    cards = dataclasses.replace(data.cards, labels=labels)
    file = write_page(dataclasses.replace(hostile, cards=cards), tmp_path / "hostile.html")
    with opened(browser, file) as view:
        view.page.locator("#trial-rows a").first.click()
        view.page.locator("#card mark").first.wait_for()
        for place in ("#card mark", "#card-title", "#trial-rows a", "#trial-rows td"):
            assert "<img src=x onerror='hurt=1'>" in view.page.locator(place).first.inner_text()
            assert "\u202e" not in view.page.locator(place).first.inner_text()
        assert view.errors == []
        assert view.page.evaluate("window.hurt") is None
        title = view.page.locator(".row .name b").first.inner_text()
        assert title.startswith("<script>window.hurt=1</script></script><img src=x onerror='hurt=1'>\"'&amp;")
        assert "\u202e" not in title
        assert title.count("�") == 2


def test_a_page_without_trials_and_reports_says_why_it_is_empty(
    browser: Browser, demo_source: Path, tmp_path: Path
) -> None:
    with open_current(warehouse_folder(demo_source)) as warehouse:
        data = read_page(warehouse)
    lists = {field.name for field in dataclasses.fields(data) if isinstance(getattr(data, field.name), list)}
    cards = type(data.cards)(**{field.name: [] for field in dataclasses.fields(data.cards)})
    nothing: dict[str, Any] = {name: [] for name in lists}
    nothing |= {"charts": {name: [] for name in data.charts}, "reading": {name: [] for name in data.reading}}
    empty = dataclasses.replace(data, **nothing, cards=cards)
    with opened(browser, write_page(empty, tmp_path / "empty.html"), "#phase=phase_2") as view:
        view.page.wait_for_selector("html[data-drawn]", state="attached")
        assert view.page.locator("#no-trials").inner_text() == "No trial is tracked in this edition."
        assert view.page.locator("[data-chart]").count() == 0
        reasons = view.page.locator("p.empty:visible").all_inner_texts()
        assert len(reasons) >= 10
        assert all(reason.endswith(".") for reason in reasons)
        assert view.errors == []


def test_no_screen_scrolls_sideways_and_no_name_is_cut(shown: Opened) -> None:
    for width in (375, 768, 2560, 1280):
        shown.page.set_viewport_size({"width": width, "height": 800})
        assert shown.page.evaluate("document.documentElement.scrollWidth") <= width
        shown.page.evaluate("fitCharts(); drawRest()")
        names = shown.page.locator("[data-chart] svg text").all_text_contents()
        assert [name for name in names if name.endswith("…")] == [], width


def test_a_segment_lists_its_trials(browser: Browser, page_file: Path, run: Run, demo_source: Path) -> None:
    asked = ("--report", "A", "--dimension", "cancer", "--segment", "melanoma", "--cohort", "refractory")
    rows = json.loads(run("trials", *asked, "--data", demo_source, "--format", "json")[1])
    with opened(browser, page_file) as view:
        link = view.page.locator("[data-report=A][data-segment=melanoma] a")
        link.click()
        assert link.inner_text() == f"{len(rows)} trials"
        assert view.page.locator("#count").inner_text() == f"{len(rows)} of {_tracked(run, demo_source)} tracked trials"
        assert "in.cancer=melanoma" in view.page.evaluate("location.hash")
        while view.page.locator("#more").is_visible():
            view.page.locator("#more").click()
        shown = view.page.locator("#trial-rows th small").all_inner_texts()
        assert sorted(shown) == sorted(row["nct_id"] for row in rows)
        assert view.errors == []


def _tracked(run: Run, data: Path) -> int:
    (row,) = json.loads(run("sql", "SELECT count(*) AS n FROM marts.trial", "--data", data, "--format", "json")[1])
    return int(row["n"])


FILTERS = {
    "phase=phase_2": "phase_bucket = 'phase_2'",
    "status=recruiting&setting=required": "overall_status = 'RECRUITING' AND ici_setting = 'required'",
    "treatment=til&country=United+States": "'til' IN modalities AND 'United States' IN countries",
    "cohort=act&scope=late": "'act' IN cohorts AND is_active AND regexp_matches(phase_bucket, '^phase_(2_)?[34]$')",
    "cancer=melanoma&year=2024": "'melanoma' IN cancers AND start_year = 2024",
    "agent=nivolumab": "nct_id IN (SELECT nct_id FROM concepts.agent_trial WHERE agent = 'nivolumab')",
    "target=CD3": "nct_id IN (SELECT nct_id FROM concepts.target_trial WHERE target = 'CD3')",
    "target=CD3%7Ctce": "nct_id IN (SELECT nct_id FROM concepts.target_trial WHERE target || modality = 'CD3tce')",
    "text=nct0&scope=active": "contains(nct_id, 'NCT0') AND is_active",
    "text=no+such+trial+anywhere": "false",
}


def test_filters_show_the_counts_of_the_marts(shown: Opened, run: Run, demo_source: Path) -> None:
    counts = ", ".join(
        f"count(*) FILTER ({condition}) AS n{number}" for number, condition in enumerate(FILTERS.values())
    )
    (row,) = asked(run, demo_source, "sql", f"SELECT {counts} FROM marts.trial")  # noqa: S608 - constants above
    for fragment, count in zip(FILTERS, row.values(), strict=True):
        choose(shown, fragment)
        assert shown.page.locator("#count").inner_text().startswith(f"{count} of "), fragment
        assert shown.page.locator("#no-trials").is_visible() == (count == 0)


def test_a_report_is_shown_in_another_cohort_scope_and_counting(shown: Opened, run: Run, demo_source: Path) -> None:
    query = (
        "SELECT dimension, segment, pipeline_share AS share FROM marts.segment_density WHERE report = 'A' "
        "AND cohort = 'io' AND scope = 'all' AND counting = 'per_site' AND pipeline_share IS NOT NULL"
    )
    rows = asked(run, demo_source, "sql", query)
    choose(shown, "")
    block = shown.page.locator("[data-view=A]")
    before = block.locator(".rows").all_inner_texts()
    for number, value in enumerate(("io", "all", "per_site")):
        shown.page.locator("[data-view-of=A]").nth(number).select_option(value)
    shown.page.locator("[data-view=A] .about", has_text="counted by site").wait_for()
    assert shown.page.evaluate("location.hash") == "#view.A=io.all.per_site"
    assert len(rows) == 9
    for row in rows:
        text = block.locator(f".row[data-dimension={row['dimension']}][data-segment={row['segment']}]").inner_text()
        assert f"Trials {100 * row['share']:.1f} (" in text
    shown.page.locator("#figure-density-A").scroll_into_view_if_needed()
    shown.page.wait_for_selector("#figure-density-A svg", state="attached")
    choose(shown, "")
    shown.page.locator("[data-view=A] .about", has_text="split evenly").wait_for()
    assert block.locator(".rows").all_inner_texts() == before


def test_the_finder_of_the_page_equals_the_command(shown: Opened, run: Run, demo_source: Path) -> None:
    rows = asked(run, demo_source, "find", "--cancer", "lung", "--setting", "refractory", "--country", "China")
    choose(shown, "")
    shown.page.locator("#find-cancer").fill("lung")
    shown.page.locator("#find-history").select_option("refractory")
    shown.page.locator("#find-country").select_option("China")
    for stance in ("consider", "not_stated", "exclude"):
        wanted = [row["nct_id"] for row in rows if row["stance"] == stance]
        group = shown.page.locator(f"#finder-groups details[data-stance={stance}]")
        assert group.count() == bool(wanted)
        if not wanted:
            continue
        group.evaluate("one => { one.open = true; }")
        while group.locator("button").is_visible():
            group.locator("button").click()
        assert [text.split(" · ")[0] for text in group.locator("li > small").all_inner_texts()] == wanted
    assert {row["stance"] for row in rows} >= {"consider", "exclude"}
    words = shown.page.locator("details[data-stance=exclude] .found-words").first
    words.locator("mark").first.wait_for()
    assert "China: " in words.inner_text()
    assert "decided by the site" in shown.page.locator("#find").inner_text()
    assert "Read as every cancer of this organ (lung)." in shown.page.locator("#find").inner_text()
    choose(shown, "f.cancer=melanomaa")
    assert "No cancer is called" in shown.page.locator("#finder-groups").inner_text()
    choose(shown, "")


def test_numbers_are_written_as_in_the_readers_language(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, locale="de-DE") as view:
        view.page.wait_for_selector("html[data-usable]", state="attached")
        text = view.page.locator(".findings").inner_text()
        assert re.search(r"\d,\d", text)
        assert not re.search(r"\d\.\d", text)
        assert (
            view.page.evaluate("local('1,234.5 and 2026-01-02, v0.1.0, 12.')") == "1.234,5 and 2026-01-02, v0.1.0, 12."
        )


def test_filters_are_stored_in_the_address_and_restored(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as view:
        view.page.locator("#filter-phase").select_option("phase_3")
        view.page.locator("#filter-text").fill("cell")
        count, address = view.page.locator("#count").inner_text(), view.page.evaluate("location.hash")
        view.page.locator("#clear").click()
        assert view.page.locator("#count").inner_text().startswith("All ")
    with opened(browser, page_file, address) as view:
        assert view.page.locator("#count").inner_text() == count
        assert view.page.locator("#filter-phase").input_value() == "phase_3"


def test_a_trial_opens_with_the_words_of_its_labels(
    browser: Browser, page_file: Path, run: Run, demo_source: Path
) -> None:
    query = (
        "SELECT nct_id, brief_title, quote FROM raw.evidence JOIN marts.trial USING (nct_id) "
        "WHERE axis = 'ici_setting' AND label = 'required' AND field = 'eligibility' ORDER BY nct_id LIMIT 1"
    )
    (row,) = json.loads(run("sql", query, "--data", demo_source, "--format", "json")[1])
    with opened(browser, page_file, f"#trial={row['nct_id']}") as view:
        card = view.page.locator("#card")
        card.locator("mark").first.wait_for()
        assert row["brief_title"] in card.inner_text()
        assert row["quote"] in card.locator("mark").all_inner_texts()
        assert card.locator("a").get_attribute("href") == f"https://clinicaltrials.gov/study/{row['nct_id']}"
        view.page.keyboard.press("Escape")
        assert not card.is_visible()
        assert "trial=" not in view.page.evaluate("location.hash")
        assert view.errors == []


def test_trials_are_saved_as_shown_and_run_nothing(browser: Browser, demo_source: Path, tmp_path: Path) -> None:
    with open_current(warehouse_folder(demo_source)) as warehouse:
        data = read_page(warehouse)
    rows = [{**row, "brief_title": '=1+1,"x"'} for row in data.trials]
    file = write_page(dataclasses.replace(data, trials=rows), tmp_path / "page.html")
    with opened(browser, file, "#phase=phase_3") as view:
        with view.page.expect_download() as download:
            view.page.locator("#save").click()
        lines = Path(download.value.path()).read_text(encoding="utf-8").splitlines()
        assert f"{len(lines) - 1} of " in view.page.locator("#count").inner_text()
        assert lines[1].split(",", 1)[1].startswith('"\'=1+1,""x""",')


def test_every_chart_is_drawn_under_a_policy_without_unsafe_code(shown: Opened) -> None:
    shown.page.evaluate("drawRest()")
    places = shown.page.locator("[data-chart]")
    assert places.count() > 12
    assert shown.page.locator("[data-chart] svg").count() == places.count()
    policy = shown.page.locator("meta[http-equiv]").get_attribute("content") or ""
    assert "unsafe" not in policy


def test_tables_of_charts_equal_the_marts(page_file: Path, demo_source: Path) -> None:
    with open_current(warehouse_folder(demo_source)) as warehouse:
        data = read_page(warehouse)
        query = "SELECT target, modality, phase_bucket, trial_count FROM marts.target_pipeline WHERE target_count = 1"
        cells = {row[:3]: row[3] for row in warehouse.query(query)[1]}
        space: dict[str, int] = dict(warehouse.query("SELECT report, sum(observed_count) FROM marts.white_space "
                                     "WHERE is_default_cohort AND scope = 'active' GROUP BY report")[1])  # fmt: skip
    for row in data.charts["targets"]:
        assert row["trial_count"] == cells.get((row["target"], row["modality"], row["phase_bucket"]), 0)
    for report in data.reports:
        figures = [item for item in own_view(data, report).figures if item.id.startswith("space-")]
        assert sum(row["observed"] for item in figures for row in item.rows) == space[report["report"]]
        assert html.escape(figures[0].title) in page_file.read_text(encoding="utf-8")


def test_claims_and_the_flow_of_numbers_are_those_of_the_marts(shown: Opened, run: Run, demo_source: Path) -> None:
    query = "SELECT claim, report, cohort, answer, is_default_cohort FROM marts.claim_check WHERE report IN ('A', 'B')"
    answers = asked(run, demo_source, "sql", query)
    rows = [row for row in answers if row["is_default_cohort"]]
    choose(shown, "")
    active = "SELECT count(*) AS n FROM marts.trial WHERE is_active AND 'refractory' IN cohorts"
    (counted,) = asked(run, demo_source, "sql", active)
    claims = shown.page.locator(".reading [data-claim]")
    found = claims.evaluate_all("all => all.map(one => [one.dataset.claim, one.dataset.answer])")
    assert sorted(found) == sorted([row["claim"], row["answer"]] for row in rows)
    steps = shown.page.locator(".flow").first.locator("b").all_inner_texts()
    assert steps[1] == str(_tracked(run, demo_source))
    assert steps[3] == str(counted["n"])
    choose(shown, "view.A=io.all.fractional")
    shown.page.locator("[data-claims=A][data-shown=io]").wait_for()
    found = shown.page.locator("[data-claims=A] [data-claim]").evaluate_all(
        "all => all.map(one => [one.dataset.claim, one.dataset.answer])"
    )
    others = [[row["claim"], row["answer"]] for row in answers if (row["report"], row["cohort"]) == ("A", "io")]
    assert sorted(found) == sorted(others)
    assert sorted(found) != sorted([row["claim"], row["answer"]] for row in rows if row["report"] == "A")
    choose(shown, "")
    shown.page.locator("[data-claims=A][data-shown=refractory]").wait_for()


def test_the_tables_of_all_charts_are_saved_in_one_file(shown: Opened) -> None:
    choose(shown, "")
    with shown.page.expect_download() as download:
        shown.page.locator("#save-tables").click()
    with zipfile.ZipFile(download.value.path()) as saved:
        assert saved.testzip() is None
        names = set(saved.namelist())
        figures = shown.page.locator("figure.chart:has(table)").evaluate_all("all => all.map(one => one.id)")
        assert names == {f"{figure.removeprefix('figure-')}.csv" for figure in figures} | {"comparison.csv"}
        phases = list(csv.reader(saved.read("phases.csv").decode().splitlines()))
        assert phases[0] == ["Phase", "Trials"]
        counted = shown.page.evaluate("phases()")
        assert phases[1:] == [[row["name"], f"{row['trials']:,}"] for row in counted]
        assert len(saved.read("comparison.csv").splitlines()) == 1 + shown.page.locator(".dumbbell .row").count()


# What repeats is judged by its first pieces, because axe-core takes a second for a hundred of them.
_REPEATED = (
    "li:nth-child(n+4), tbody tr:nth-child(n+4), .row:nth-child(n+4), .figures figure:nth-child(n+5), "
    ".report ~ .report, datalist, option:nth-child(n+4), [data-chart] svg > *"
)


def test_the_page_has_no_accessibility_faults(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, "#f.cancer=melanoma&f.history=refractory", color_scheme="light") as view:
        view.page.wait_for_selector("html[data-drawn]", state="attached")
        view.page.evaluate(f"document.querySelectorAll('{_REPEATED}').forEach(one => one.remove())")
        assert accessibility_faults(view.page) == []
        view.page.emulate_media(color_scheme="dark")
        assert accessibility_faults(view.page, "color-contrast") == []
        view.page.locator("#trial-rows a").first.click()
        view.page.locator("#card h2").wait_for()
        assert accessibility_faults(view.page, within="#card") == []


def test_a_trial_can_be_opened_and_closed_by_keyboard(shown: Opened) -> None:
    shown.page.locator("#trial-rows a").first.focus()
    shown.page.keyboard.press("Enter")
    shown.page.locator("#card h2").wait_for()
    assert shown.page.evaluate("document.activeElement.id") == "close"
    shown.page.keyboard.press("Enter")
    assert not shown.page.locator("#card").is_visible()


def test_the_page_prints_on_a4_with_a_white_background(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, color_scheme="dark") as view:
        view.page.wait_for_selector("html[data-drawn]", state="attached")
        printed = view.page.pdf(format="A4")
        assert printed.startswith(b"%PDF-")
        view.page.emulate_media(media="print")
        assert view.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert view.page.locator("#filters").is_hidden()
