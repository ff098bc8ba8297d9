"""Size and speed of the HTML report: ``python -m benchmarks.page DATA TRIALS...``.

The trials of a data folder are repeated under new ids until there are as many as asked. Prints the size of the file,
the time to write it, the time in Chromium from the start of the navigation to a table that can be used (by the page's
own mark and by the clock, with the browser's new tab), the time until all charts are drawn, and the time of each filter
until the browser has painted and until every chart near the screen is drawn anew (the first value of each list, and
some more), once at the list of trials and once
at the tables of white space, and the processor time that the page used for both, which other work on the machine
changes little; then the time to show another view of a report.
"""

import dataclasses
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page
from tests.support.browser.browser import chromium, opened

from trialscape.data_folder import warehouse_folder
from trialscape.report.page.read_page import PageData, read_page
from trialscape.report.page.write_page import write_page
from trialscape.warehouse.reader import open_current

# Filters besides the first value of every list.
_FILTERS = ("text=nct", "status=recruiting&country=China", "agent=nivolumab")
# The fragment that chooses the first value of each list of filters.
_LISTS = """[...document.querySelectorAll('select[id^="filter-"]')].map((list) => [list.id.slice(7),
  [...list.options].find((option) => option.value && !option.selected)]).filter(([, option]) => option)
  .map(([key, option]) => `${key}=${encodeURIComponent(option.value)}`)"""
_VIEW = "view.A=io.all.per_site"
_TIMED = """async (address) => { const begin = performance.now(); location.hash = address;
  window.dispatchEvent(new Event("hashchange"));
  await new Promise((resume) => requestAnimationFrame(() => setTimeout(resume)));
  const painted = performance.now() - begin;
  while ([...drawings.values()].some((one) => one.near && one.stale)) await new Promise((resume) => setTimeout(resume));
  await queue;
  return [painted, performance.now() - begin]; }"""
_PLACES = {"list": "#explore", "white space": "#figure-space-A-cancer-region"}
_MARK = "performance.getEntriesByName('usable')[0].startTime"


def repeated(data: PageData, wanted: int) -> PageData:
    """Return the page's data with each trial repeated under new ids until there are ``wanted``."""
    times = -(-wanted // len(data.trials))
    kept = {row["nct_id"]: number for number, row in enumerate(data.trials)}

    def many(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        copies = (
            {**row, "nct_id": f"NCT{copy:03d}{kept[row['nct_id']]:05d}"}
            for copy in range(times)
            for row in rows
            if row["nct_id"] in kept and copy * len(kept) + kept[row["nct_id"]] < wanted
        )
        return list(copies)

    cards = type(data.cards)(
        **{field.name: many(getattr(data.cards, field.name)) for field in dataclasses.fields(data.cards)}
    )
    names = ("trials", "members", "trial_agents", "trial_targets", "player_trials", "diseases")
    facts: dict[str, Any] = {name: many(getattr(data, name)) for name in names}
    return dataclasses.replace(data, cards=cards, **facts)


def main(folder: Path, counts: list[int]) -> None:
    """Print one line for each number of trials."""
    with open_current(warehouse_folder(folder)) as warehouse:
        data = read_page(warehouse)
    with chromium() as browser, tempfile.TemporaryDirectory() as place:
        for wanted in counts:
            large = repeated(data, wanted)
            begin = time.perf_counter()
            file = write_page(large, Path(place) / "page.html")
            written = time.perf_counter() - begin
            size = file.stat().st_size / 1e6
            print(f"{wanted} trials: {size:.1f} MB, written in {written:.1f} s, {timed(browser, file)}", flush=True)


def timed(browser: Browser, file: Path) -> str:
    """Return the times of one page in words."""
    begin = time.perf_counter()
    with opened(browser, file) as view:
        view.page.wait_for_selector("html[data-usable]", state="attached")
        usable = time.perf_counter() - begin
        mark = view.page.evaluate(_MARK) / 1000
        view.page.wait_for_selector("html[data-drawn]", state="attached", timeout=120_000)
        drawn = view.page.evaluate("performance.now()") / 1000
        told = [f"{name}: {_filters(view.page, place)}" for name, place in _PLACES.items()]
        painted, _ = view.page.evaluate(_TIMED, f"#{_VIEW}")
    opening = f"usable in {mark:.2f} s ({usable:.2f} s with a new tab), all charts after {drawn:.1f} s"
    return f"{opening}; filters at the {'at the '.join(told)}view {painted:.0f} ms"


def _filters(page: Page, place: str) -> str:
    """Return the milliseconds of each filter with a part of the page on the screen."""
    page.locator(place).evaluate("one => one.scrollIntoView()")
    page.wait_for_timeout(1000)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    times = []
    fragments = [*page.evaluate(_LISTS), *_FILTERS]
    for fragment in fragments:
        before = _processor_time(session)
        painted, drawn = page.evaluate(_TIMED, f"#{fragment}")
        times.append((painted, drawn, _processor_time(session) - before))
        # The charts beyond the screen are drawn in the pause that follows, as they are for a reader.
        page.wait_for_timeout(1500)
    lines = [
        f"  {fragment}: painted after {painted:.0f} ms, charts after {drawn:.0f} ms, processor {used:.0f} ms"
        for fragment, (painted, drawn, used) in zip(fragments, times, strict=True)
    ]
    return "\n" + "\n".join(lines) + "\n"


def _processor_time(session: CDPSession) -> float:
    """Return the milliseconds of processor time that the page's main thread has used."""
    metrics = {item["name"]: item["value"] for item in session.send("Performance.getMetrics")["metrics"]}
    return 1000 * float(metrics["TaskDuration"])


if __name__ == "__main__":
    main(Path(sys.argv[1]), [int(number) for number in sys.argv[2:]])
