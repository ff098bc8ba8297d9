"""Take the README's picture of the HTML report.

Run ``make run`` first, then ``python -m tests.support.browser.picture``.
"""

from pathlib import Path

from tests.support.browser.browser import chromium, opened

ROOT = Path(__file__).resolve().parents[3]


def main() -> None:
    """Write docs/landscape.png from the page of the demonstration."""
    page = ROOT / "data" / "demo" / "landscape.html"
    with chromium() as browser, opened(browser, page, viewport={"width": 1280, "height": 1000}) as view:
        view.page.wait_for_selector("html[data-drawn]", state="attached")
        view.page.screenshot(path=ROOT / "docs" / "landscape.png")


if __name__ == "__main__":
    main()
