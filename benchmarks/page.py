"""Size and speed of the HTML report: ``python -m benchmarks.page DATA TRIALS...``.

The trials of a data folder are repeated under new ids until there are as many as asked. Prints the size of the file,
the time to write it, the time in Chromium from opening to a table that can be used, and the slowest of four filters.
"""

import dataclasses
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.support.browser.browser import chromium, opened

from trialscape.data_folder import warehouse_folder
from trialscape.report.page.read_page import PageData, read_page
from trialscape.report.page.write_page import write_page
from trialscape.warehouse.reader import open_current

_FILTERS = ("phase=phase_2", "text=nct", "status=recruiting&country=China", "cohort=act")
_TIMED = """(address) => { const begin = performance.now(); location.hash = address;
  window.dispatchEvent(new Event("hashchange")); return performance.now() - begin; }"""


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
    return dataclasses.replace(data, trials=many(data.trials), members=many(data.members), cards=cards)


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
            begin = time.perf_counter()
            with opened(browser, file) as view:
                view.page.locator("#trial-rows tr").first.wait_for()
                usable = time.perf_counter() - begin
                slowest = max(view.page.evaluate(_TIMED, f"#{fragment}") for fragment in _FILTERS)
            size = file.stat().st_size / 1e6
            times = f"written in {written:.1f} s, usable in {usable:.1f} s, filters {slowest:.0f} ms"
            print(f"{wanted} trials: {size:.1f} MB, {times}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), [int(number) for number in sys.argv[2:]])
