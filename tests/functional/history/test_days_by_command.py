"""The real command line over the real registry's day-to-day versions, served by the stand-in as editions of their days.

Three days run in the suite; ``TRIALSCAPE_DAYS=all`` refreshes at each of the thirty-two.
"""

import json
import os
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.functional.conftest import Run
from tests.functional.history.test_changes_of_days import _SILENT, Line, current, reasons
from tests.support.folders.archive_kit import shared_lines
from tests.support.folders.refresh_kit import make_config
from tests.support.registry.standin import VERSIONS, StandIn, running_standin
from tests.support.tables.tables import read
from trialscape.archive import Archive

# Words of which every title among these records has one.
WORDS = (
    "with study treatment immune recurrent tumors cancer infants advanced investigation against efficacy immuno "
    "receptor siplizumab irritability antibodies precision xolair squamous tumor therapy regulatory nutraceutical"
)
IS_WHOLE = os.environ.get("TRIALSCAPE_DAYS") == "all"
FEW = {"2026-02-04", "2026-02-10", "2026-03-13"}
COMINGS = ("new", "left", "back")


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_config(tmp_path_factory.mktemp("days") / "config", {"everything": WORDS.split()}, page_size="100")
    # A few of these bodies are projections that lack what every record of the live service has.
    path = folder / "expectations.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    changed = ["minimum_share = 0.0" if line.startswith("minimum_share") else line for line in lines]
    path.write_text("\n".join(changed), encoding="utf-8")
    return folder


def seen_on(lines: list[Line], day: str) -> dict[str, Line]:
    """Return the newest body of each trial on a day."""
    return {line["nct"]: line for line in sorted(lines, key=lambda line: str(line["seen"])) if line["seen"] <= day}


def refresh_daily(run: Run, standin: StandIn, config: Path, data: Path, days: list[str]) -> None:
    """Serve one edition after the other, and refresh with each."""
    for day in days:
        standin.control(as_of=day)
        # Some bodies were gathered long after their post, so that only a full walk is sure to see them on that day.
        options = ("--full", "--config", config, "--data", data, "--base-url", standin.base_url)
        code, _, err = run("refresh", *options)
        assert code == 0, (day, err)


def reported(data: Path) -> dict[tuple[str, str], set[str]]:
    """Return the kinds of change in the published warehouse, by trial and day of the edition."""
    days = {item.run: item.edition[:10] for item in Archive(data / "archive").runs()}
    found: dict[tuple[str, str], set[str]] = {}
    for row in read(current(data), "SELECT nct_id, run, kind FROM marts.change"):
        found.setdefault((row["nct_id"], days[row["run"]]), set()).add(row["kind"])
    return found


def real_changes(lines: list[Line], days: list[str]) -> Iterator[tuple[str, Line, Line]]:
    """Yield each day's trials with another body than on the day before: day, old, new."""
    for before, day in pairwise(days):
        old, new = seen_on(lines, before), seen_on(lines, day)
        yield from ((day, old[nct], new[nct]) for nct in old if old[nct] is not new[nct])


def test_each_real_change_is_reported_or_ignored_for_a_known_reason(run: Run, config: Path, tmp_path: Path) -> None:
    with running_standin(VERSIONS) as standin:
        lines = list(shared_lines(VERSIONS.name))
        days = sorted({line["seen"] for line in lines if IS_WHOLE or line["seen"] in FEW})
        refresh_daily(run, standin, config, tmp_path, days)
    found = {key: kinds for key, kinds in reported(tmp_path).items() if not kinds & set(COMINGS)}
    raised, silent = 0, Counter[str]()
    for day, old, new in real_changes(lines, days):
        if found.pop((new["nct"], day), None):
            raised += 1
        else:
            assert reasons(old, new) <= _SILENT.keys(), (new["nct"], day)
            silent[" and ".join(sorted(reasons(old, new)))] += 1
    assert found == {}, "rows for days on which nothing came"
    everyone = {row["nct_id"] for row in read(current(tmp_path), "SELECT nct_id FROM marts.trial")}
    assert everyone == set(seen_on(lines, days[-1]))
    assert (raised, silent.total()) == ((52, 20) if IS_WHOLE else (48, 10)), silent


def test_a_difference_in_the_timestamp_alone_is_not_reported(run: Run, config: Path, tmp_path: Path) -> None:
    lines = list(shared_lines("ctgov-version-noise.jsonl.gz"))
    first: dict[str, dict[str, Any]] = {}
    second: dict[str, dict[str, Any]] = {}
    for old, new in zip(lines[::2], lines[1::2], strict=True):
        # Of the four trials with two pairs the first pair is taken, because the record changed between them.
        if old["nct"] not in first:
            first[old["nct"]], second[old["nct"]] = old, new
    editions = {"2026-02-02": first, "2026-02-09": second}
    served = tmp_path / "noise.jsonl"
    rows = [{**line, "seen": day} for day, bodies in editions.items() for line in bodies.values()]
    served.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    with running_standin(served) as standin:
        refresh_daily(run, standin, config, tmp_path / "data", list(editions))
    assert len(Archive(tmp_path / "data" / "archive").runs()) == 2
    assert sorted(reported(tmp_path / "data")) == [(nct, "2026-02-02") for nct in sorted(first)]
    assert len(first) == 115
