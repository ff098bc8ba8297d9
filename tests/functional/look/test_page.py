"""The HTML report shows what the marts hold, asks no host for anything, and keeps foreign texts as texts."""

import dataclasses
import html
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.functional.conftest import Run
from tests.support.browser.browser import accessibility_faults, chromium, opened
from trialscape.data_folder import DEMO_WARNING, warehouse_folder
from trialscape.report.page.figures import report_figures
from trialscape.report.page.read_page import read_page
from trialscape.report.page.write_page import write_page
from trialscape.warehouse.reader import open_current

HOSTILE = "<script>window.hurt=1</script></script><img src=x onerror='hurt=1'>\"'&amp; \u202eabc \x00 שלום"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def page_file(demo_source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the page of the demonstration."""
    with open_current(warehouse_folder(demo_source)) as warehouse:
        data = read_page(warehouse)
    return write_page(data, tmp_path_factory.mktemp("page") / "landscape.html")


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
    assert not list(tmp_path.rglob("*.part"))


def test_each_segment_has_the_figures_of_the_marts(
    browser: Browser, page_file: Path, run: Run, demo_source: Path
) -> None:
    query = (
        "SELECT report, dimension, segment, verdict, round(probability_over, 2) AS p, pipeline_share AS share, "
        "pipeline_share_low AS low, pipeline_share_high AS high "
        "FROM marts.segment_density JOIN raw.report USING (report) "
        "WHERE kind = 'market' AND is_default_cohort AND scope = 'active' AND counting = 'fractional' "
        "AND market_share IS NOT NULL"
    )
    rows = json.loads(run("sql", query, "--data", demo_source, "--format", "json")[1])
    assert len(rows) > 20
    with opened(browser, page_file) as view:
        for row in rows:
            place = "".join(f"[data-{key}={row[key]}]" for key in ("report", "dimension", "segment"))
            shown = view.page.locator(f".row{place}")
            text = shown.inner_text()
            assert f"Trials {100 * row['share']:.1f} ({100 * row['low']:.1f}–{100 * row['high']:.1f}) %" in text
            assert any(reported in text for reported in (f"P {row['p']:.2f}", "P > 0.99", "P < 0.01"))
            assert row["verdict"] in (shown.get_attribute("class") or "")


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
    rows = [{**row, "segment_title": HOSTILE, "cohort_caution": HOSTILE} for row in data.comparison]
    reports = [{**row, "title": HOSTILE} for row in data.reports]
    trials = [{**row, "brief_title": HOSTILE, "sponsor_parent": HOSTILE} for row in data.trials]
    labels = [{**row, "label": HOSTILE, "quote": HOSTILE} for row in data.cards.labels]
    hostile = dataclasses.replace(data, comparison=rows, reports=reports, trials=trials)
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


@pytest.mark.parametrize("width", [375, 768, 1280, 2560])
def test_no_screen_scrolls_sideways(browser: Browser, page_file: Path, width: int) -> None:
    with opened(browser, page_file, viewport={"width": width, "height": 800}) as view:
        assert view.page.evaluate("document.documentElement.scrollWidth") <= width


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


@pytest.mark.parametrize(
    ("fragment", "condition"),
    [
        ("phase=phase_2", "phase_bucket = 'phase_2'"),
        ("status=recruiting&setting=required", "overall_status = 'RECRUITING' AND ici_setting = 'required'"),
        ("treatment=til&country=United+States", "'til' IN modalities AND 'United States' IN countries"),
        (
            "cohort=act&scope=late",
            "'act' IN cohorts AND is_active AND regexp_matches(phase_bucket, '^phase_(2_)?[34]$')",
        ),
        ("text=nct0&scope=active", "contains(nct_id, 'NCT0') AND is_active"),
        ("text=no+such+trial+anywhere", "false"),
    ],
)
def test_filters_show_the_counts_of_the_marts(
    browser: Browser, page_file: Path, run: Run, demo_source: Path, fragment: str, condition: str
) -> None:
    query = f"SELECT count(*) AS n FROM marts.trial WHERE {condition}"  # noqa: S608 - the conditions are constants above
    (row,) = json.loads(run("sql", query, "--data", demo_source, "--format", "json")[1])
    with opened(browser, page_file, f"#{fragment}") as view:
        assert view.page.locator("#count").inner_text().startswith(f"{row['n']} of ")
        assert view.page.locator("#no-trials").is_visible() == (row["n"] == 0)


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


def test_every_chart_is_drawn_under_a_policy_without_unsafe_code(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as view:
        view.page.wait_for_selector("html[data-drawn]", state="attached")
        places = view.page.locator("[data-chart]")
        assert places.count() > 15
        assert view.page.locator("[data-chart] svg").count() == places.count()
        policy = view.page.locator("meta[http-equiv]").get_attribute("content") or ""
        assert "unsafe" not in policy
        assert view.errors == []


def test_charts_follow_the_filters_and_the_theme(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, "#phase=phase_3", color_scheme="light") as view:
        view.page.wait_for_selector("html[data-drawn]", state="attached")
        chosen = int(view.page.locator("#count").inner_text().split()[0])
        rows = view.page.locator("#figure-phases tbody tr")
        shown = {row.locator("th").text_content(): row.locator("td").text_content() for row in rows.all()}
        assert {name: count for name, count in shown.items() if count != "0"} == {"Phase 3": str(chosen)}
        starts = view.page.locator("#figure-starts tbody td").all_text_contents()
        assert sum(map(int, starts)) == chosen
        assert str(chosen) in view.page.locator("#figure-phases svg text").all_text_contents()
        view.page.locator("[data-theme-choice]").click()
        colours = view.page.locator("#figure-phases svg path").evaluate_all(
            "all => all.map(one => getComputedStyle(one).fill)"
        )
        assert "rgb(86, 180, 233)" in colours
        assert view.errors == []


def test_tables_of_charts_equal_the_marts(page_file: Path, demo_source: Path) -> None:
    with open_current(warehouse_folder(demo_source)) as warehouse:
        data = read_page(warehouse)
        query = "SELECT target, phase_bucket, nct_ids FROM marts.target_pipeline WHERE target_count = 1"
        cells = warehouse.query(query)[1]
        space: dict[str, int] = dict(warehouse.query("SELECT report, sum(observed_count) FROM marts.white_space "
                                     "WHERE is_default_cohort AND scope = 'active' GROUP BY report")[1])  # fmt: skip
    trials: dict[tuple[str, str], set[str]] = {}
    for target, phase, identifiers in cells:
        trials.setdefault((target, phase), set()).update(identifiers)
    for row in data.charts["targets"]:
        assert row["trial_count"] == len(trials.get((row["target"], row["phase_bucket"]), ()))
    for report in data.reports:
        figures = [item for item in report_figures(data, report) if item.id.startswith("space-")]
        assert sum(row["observed"] for item in figures for row in item.rows) == space[report["report"]]
        assert html.escape(figures[0].title) in page_file.read_text(encoding="utf-8")


def test_claims_and_the_flow_of_numbers_are_those_of_the_marts(
    browser: Browser, page_file: Path, run: Run, demo_source: Path
) -> None:
    query = "SELECT claim, report, answer FROM marts.claim_check WHERE is_default_cohort AND report IN ('A', 'B')"
    rows = json.loads(run("sql", query, "--data", demo_source, "--format", "json")[1])
    active = "SELECT count(*) AS n FROM marts.trial WHERE is_active AND 'refractory' IN cohorts"
    (counted,) = json.loads(run("sql", active, "--data", demo_source, "--format", "json")[1])
    with opened(browser, page_file) as view:
        shown = view.page.locator(".reading [data-claim]")
        found = {(item.get_attribute("data-claim"), item.get_attribute("data-answer")) for item in shown.all()}
        assert found == {(row["claim"], row["answer"]) for row in rows}
        steps = view.page.locator(".flow").first.locator("b").all_inner_texts()
        assert steps[1] == str(_tracked(run, demo_source))
        assert steps[3] == str(counted["n"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_has_no_accessibility_faults(browser: Browser, page_file: Path, scheme: str) -> None:
    with opened(browser, page_file, color_scheme=scheme) as view:
        view.page.wait_for_selector("html[data-drawn]", state="attached")
        assert accessibility_faults(view.page) == []
        view.page.locator("#trial-rows a").first.click()
        view.page.locator("#card h2").wait_for()
        assert accessibility_faults(view.page) == []


def test_a_trial_can_be_opened_and_closed_by_keyboard(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as view:
        view.page.locator("#trial-rows a").first.focus()
        view.page.keyboard.press("Enter")
        view.page.locator("#card h2").wait_for()
        assert view.page.evaluate("document.activeElement.id") == "close"
        view.page.keyboard.press("Enter")
        assert not view.page.locator("#card").is_visible()


def test_the_page_prints_on_a4_with_a_white_background(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, color_scheme="dark") as view:
        view.page.wait_for_selector("html[data-drawn]", state="attached")
        printed = view.page.pdf(format="A4")
        assert printed.startswith(b"%PDF-")
        view.page.emulate_media(media="print")
        assert view.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert view.page.locator(".filters").is_hidden()
