"""The real registry's day-to-day versions through the archive and a complete build: each real change is a row."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.support.folders.archive_kit import day, shared_lines, write_run
from tests.support.folders.made_once import made_once
from tests.support.records.trials import config
from tests.support.tables.tables import read
from trialscape.archive import Archive, RunKind
from trialscape.data_folder import archive_folder
from trialscape.steps.build.build_warehouse import build_warehouse

Line = dict[str, Any]

# What a pair may differ in without any row: the reason, and where it lies.
_SILENT = {
    "verified, posted or updated": r"statusModule\.(statusVerifiedDate|lastUpdate|studyFirst|expandedAccessInfo)",
    "references and links": r"referencesModule",
    "contacts": r"contactsLocationsModule\.(centralContacts|overallOfficials|locations\[\d+\]\.(contacts|geoPoint))",
    "field of a collector": r"interventionMappedName|locations_nested",
}


@pytest.fixture(scope="module")
def lines() -> list[Line]:
    return sorted(shared_lines("ctgov-versions.jsonl.gz"), key=lambda line: (line["nct"], line["seen"], line["seq"]))


@pytest.fixture(scope="module")
def data(lines: list[Line], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with every day's bodies as a separate edition, and its built warehouse."""
    return made_once(tmp_path_factory, "changes-of-days", lambda folder: write_days(lines, folder))


def write_days(lines: list[Line], data: Path) -> None:
    for on, bodies in groupby(sorted(lines, key=lambda line: str(line["seen"])), key=lambda line: str(line["seen"])):
        records = {"tigit": [line["study"] for line in bodies]}
        write_run(Archive(archive_folder(data)), noon(on), records, RunKind.DELTA)
    build_warehouse(config(), data)


def noon(day: str) -> dt.datetime:
    return dt.datetime.fromisoformat(day).replace(hour=12, tzinfo=dt.UTC)


def current(data: Path) -> Path:
    folder = data / "warehouse"
    return folder / (folder / "current").read_text().strip()


def pairs(lines: list[Line]) -> Iterator[tuple[Line, Line]]:
    for _, bodies in groupby(lines, key=lambda line: line["nct"]):
        yield from pairwise(bodies)


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, f"{path}.{key}")
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from leaves(item, f"{path}[{number}]")
    else:
        yield path, value


def reasons(old: Line, new: Line) -> set[str]:
    """Return why two bodies count as equal; a place without a reason is returned itself."""
    before, after = (dict(leaves(line["study"]["protocolSection"])) for line in (old, new))
    places = [path for path in before.keys() | after.keys() if before.get(path) != after.get(path)]
    return {next((why for why, place in _SILENT.items() if re.search(place, path)), path) for path in places}


def test_each_pair_of_days_gives_a_row_or_a_counted_reason(lines: list[Line], data: Path) -> None:
    rows = read(current(data), "SELECT nct_id, seen, kind FROM marts.change")
    reported = {(row["nct_id"], row["seen"]) for row in rows if row["kind"] not in ("new", "left", "back")}
    silent = Counter[str]()
    for old, new in pairs(lines):
        if (new["nct"], noon(new["seen"]).replace(tzinfo=None)) in reported:
            reported.remove((new["nct"], noon(new["seen"]).replace(tzinfo=None)))
        else:
            assert reasons(old, new) <= _SILENT.keys(), (new["nct"], new["seen"])
            silent[" and ".join(sorted(reasons(old, new)))] += 1
    assert reported == set(), "rows for days on which nothing came"
    assert len(list(pairs(lines))) - silent.total() == 52
    assert silent == {
        "verified, posted or updated": 14,
        "references and links": 4,
        "contacts": 1,
        "field of a collector": 1,
    }


def test_rows_have_slip_both_clocks_and_a_reason(lines: list[Line], data: Path) -> None:
    rows = read(current(data), "SELECT * FROM marts.change")
    assert {row["materiality"] for row in rows} == {"high", "medium", "low"}
    assert all(row["reason"] for row in rows)
    days = {(line["nct"], noon(line["seen"]).replace(tzinfo=None)): posted_day(line, lines) for line in lines}
    for row in rows:
        assert row["registry_day"] == days[row["nct_id"], row["seen"]] <= row["seen"].date()
        if row["kind"] in ("primary_completion", "completion", "start") and row["old_value"] and row["new_value"]:
            old, new = (whole_day(row[name]) for name in ("old_value", "new_value"))
            assert row["slip_days"] == (new - old).days


def posted_day(line: Line, lines: list[Line]) -> dt.date:
    """Return the day on which the registry posted a body; our own where it posted none newer than the ones before."""
    before = [last_posted(other) for other in lines if other["nct"] == line["nct"] and other["seen"] < line["seen"]]
    is_posted = last_posted(line) > max(before, default="")
    return dt.date.fromisoformat(last_posted(line) if is_posted else line["seen"])


def last_posted(line: Line) -> str:
    return str(line["study"]["protocolSection"]["statusModule"].get("lastUpdatePostDateStruct", {}).get("date"))


def whole_day(shown: str) -> dt.date:
    text = shown.split()[0]
    return dt.date.fromisoformat(text if len(text) == len("2026-01-01") else f"{text}-01")


def test_differences_without_meaning_give_no_row(tmp_path: Path) -> None:
    bodies = [line["study"] for line in shared_lines("ctgov-version-noise.jsonl.gz")]
    archive = Archive(archive_folder(tmp_path))
    for number, side in enumerate((bodies[::2], bodies[1::2])):
        # Of the four trials with two pairs the first pair is taken, because the record changed between them.
        once = {record["protocolSection"]["identificationModule"]["nctId"]: record for record in reversed(side)}
        write_run(archive, day(number), {"tigit": list(once.values())})
    build_warehouse(config(), tmp_path)
    assert read(current(tmp_path), "SELECT DISTINCT kind FROM marts.change") == [{"kind": "new"}]
