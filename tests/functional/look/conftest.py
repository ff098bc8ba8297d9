"""The page of the demonstration, opened once for the tests of a module that only choose and look."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support.browser.browser import Opened, chromium, opened
from trialscape.data_folder import warehouse_folder
from trialscape.report.page.read_page import read_page
from trialscape.report.page.write_page import write_page
from trialscape.warehouse.reader import open_current


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


@pytest.fixture(scope="module")
def shown(browser: Browser, page_file: Path) -> Iterator[Opened]:
    """Return the page as opened once, with all charts drawn, for tests that only choose and look."""
    with opened(browser, page_file, color_scheme="light", viewport={"width": 1280, "height": 900}) as view:
        view.page.wait_for_selector("html[data-drawn]", state="attached")
        yield view
        assert view.errors == []
        assert view.requests == [page_file.as_uri()]
