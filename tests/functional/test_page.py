"""The HTML report shows what the marts hold, asks no host for anything, and keeps foreign texts as texts."""

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.functional.conftest import Run
from tests.support.browser import chromium, opened
from trialscape.data_folder import DEMO_WARNING, warehouse_folder
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


@pytest.mark.parametrize(("name", "words"), [("out.pdf", ".html"), ("nowhere/out.html", "cannot be written")])
def test_a_target_that_cannot_be_is_told(run: Run, demo_source: Path, tmp_path: Path, name: str, words: str) -> None:
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
            assert any(told in text for told in (f"P {row['p']:.2f}", "P > 0.99", "P < 0.01"))
            assert row["verdict"] in (shown.get_attribute("class") or "")


def test_the_page_asks_for_nothing_and_may_ask_for_nothing(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as view:
        assert view.errors == []
        assert view.requests == [page_file.as_uri()]
        tried = view.page.evaluate("fetch('https://example.org/').then(() => 'sent', () => 'refused')")
        assert tried == "refused"
        assert view.requests == [page_file.as_uri()]


def test_hostile_texts_stay_texts(browser: Browser, demo_source: Path, tmp_path: Path) -> None:
    with open_current(warehouse_folder(demo_source)) as warehouse:
        data = read_page(warehouse)
    rows = [{**row, "segment_title": HOSTILE, "cohort_caution": HOSTILE} for row in data.comparison]
    reports = [{**row, "title": HOSTILE} for row in data.reports]
    file = write_page(dataclasses.replace(data, comparison=rows, reports=reports), tmp_path / "hostile.html")
    with opened(browser, file) as view:
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
