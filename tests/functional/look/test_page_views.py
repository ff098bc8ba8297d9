"""Charts of a report in the cohort, scope and counting that the reader chooses."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.functional.conftest import Run
from tests.support.browser.browser import Opened, choose, opened

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
    query = " ".join(_RATIOS.format(*key.split(".")).split())
    rows = json.loads(run("sql", query, "--data", data, "--format", "json")[1])
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
