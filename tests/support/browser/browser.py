"""An installed Chromium, driven by playwright, and the log of what a page did in it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

_NAMES = ("chromium", "chromium-browser", "google-chrome")


@dataclass
class Opened:
    """A page in the browser with what it asked for and what went wrong in it."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser of this machine, or skip the test."""
    path = next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None:
        pytest.skip("no Chromium is installed on this machine; on Debian: apt-get install chromium")
    with sync_playwright() as driver:
        # Chromium refuses its sandbox to root, as whom CI runs; the pages are our own.
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def accessibility_faults(page: Page, *rules: str, within: str = "html") -> list[str]:
    """Return what axe-core finds in a part of the page, by all rules or some, each with its first element."""
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    options = {"runOnly": list(rules)} if rules else {}
    found = page.evaluate("([place, options]) => axe.run(place, options)", [within, options])["violations"]
    return [f"{item['impact']} {item['id']}: {item['nodes'][0]['html'][:200]}" for item in found]


@contextmanager
def opened(browser: Browser, file: Path, fragment: str = "", **options: Any) -> Iterator[Opened]:
    """Open a file; errors on the console, uncaught ones and breaches of its policy are collected."""
    context = browser.new_context(**options)
    result = Opened(context.new_page())

    def noted(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            result.errors.append(message.text)

    result.page.on("console", noted)
    result.page.on("pageerror", lambda error: result.errors.append(str(error)))
    result.page.on("request", lambda request: result.requests.append(request.url))
    result.page.goto(f"{file.as_uri()}{fragment}")
    yield result
    context.close()


def choose(view: Opened, fragment: str) -> None:
    """Give the page an address; it answers before the next task."""
    view.page.evaluate(
        "fragment => { location.hash = fragment; window.dispatchEvent(new Event('hashchange')); }", fragment
    )


def click_until(view: Opened, selector: str, number: int, fragment: str) -> None:
    """Click an element of a chart until the address is ``fragment``: a click on a chart that is drawn anew is lost."""
    for _ in range(5):
        view.page.locator(selector).nth(number).click()
        with suppress(PlaywrightTimeout):
            view.page.wait_for_function("wanted => location.hash === wanted", arg=fragment, timeout=3000)
            return
    assert view.page.evaluate("location.hash") == fragment
