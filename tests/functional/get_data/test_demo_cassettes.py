"""The bundled demonstration: valid recordings of stand-in records, in two editions that differ as the README says."""

import gzip
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from trialscape.config.load import load_config
from trialscape.registry.cassette import ReplayAdapter
from trialscape.steps.fetch.fetch_searches import FetchResult, fetch_searches
from trialscape.steps.fetch.registry_connection import connect_registry, replay_folders
from trialscape.study.content_hash import content_hash

Record = dict[str, Any]

ROOT = Path(__file__).parents[3]
DEMO = ROOT / "cassettes" / "demo"
SCRIPT = ROOT / "cassettes" / "build_demo.py"
SOURCE = ROOT.parent / "shared" / "data" / "ctgov-real.jsonl.gz"
EDITIONS = ("edition-1", "edition-2")
MOST_BYTES = 12_000_000

needs_source = pytest.mark.skipif(not SOURCE.exists(), reason="the source records are not beside this checkout")


def cassettes(edition: str) -> list[Record]:
    return [json.loads(path.read_bytes()) for path in sorted((DEMO / edition).glob("*.json"))]


def served(edition: str) -> Iterator[Record]:
    for cassette in cassettes(edition):
        yield from cassette["response"]["body"].get("studies", [])


@pytest.fixture(scope="module")
def trials() -> tuple[dict[str, Record], dict[str, Record]]:
    """The records of both editions by id."""
    first, second = ({_id(record): record for record in served(edition)} for edition in EDITIONS)
    return first, second


def _id(record: Record) -> str:
    return str(record["protocolSection"]["identificationModule"]["nctId"])


def _status(record: Record) -> Record:
    module: Record = record["protocolSection"]["statusModule"]
    return module


def _changed(first: dict[str, Record], second: dict[str, Record]) -> set[str]:
    return {n for n in first.keys() & second.keys() if content_hash(first[n]) != content_hash(second[n])}


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_cassette_is_complete_and_marked_as_a_stand_in(edition: str) -> None:
    recorded = cassettes(edition)
    assert recorded
    for cassette in recorded:
        assert cassette["origin"].startswith("stand-in")
        assert cassette["request"]["method"] == "GET"
        assert cassette["response"]["status"] == 200
    assert ReplayAdapter(DEMO / edition).is_stand_in


def test_each_study_is_on_one_line() -> None:
    path = max((DEMO / "edition-1").glob("*.json"), key=lambda item: item.stat().st_size)
    studies = json.loads(path.read_bytes())["response"]["body"]["studies"]
    lines = [line.strip().rstrip(",") for line in path.read_text(encoding="utf-8").splitlines()]
    assert [json.loads(line) for line in lines if line.startswith('{"protocolSection"')] == studies


def test_the_demonstration_has_no_contact_data() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in DEMO.rglob("*.json"))
    assert not re.findall(r"[\w.+-]+@[\w-]+\.\w+", text)
    for key in ("centralContacts", "overallOfficials", "contacts", "responsibleParty", "pointOfContact"):
        assert f'"{key}"' not in text
    assert '"INDIV"' not in text


def test_the_demonstration_has_enough_trials_and_a_bounded_size(
    trials: tuple[dict[str, Record], dict[str, Record]],
) -> None:
    assert all(len(edition) >= 220 for edition in trials)
    assert sum(path.stat().st_size for path in DEMO.rglob("*") if path.is_file()) < MOST_BYTES


@pytest.mark.parametrize("edition", EDITIONS)
def test_several_searches_have_more_than_one_page(edition: str) -> None:
    asked = [cassette["request"]["query"] for cassette in cassettes(edition)]
    assert len({query["filter.advanced"] for query in asked if "pageToken" in query}) >= 3


def test_a_trial_reads_the_same_wherever_a_search_found_it() -> None:
    for edition in EDITIONS:
        seen: dict[str, Record] = {}
        for record in served(edition):
            assert seen.setdefault(_id(record), record) == record


def test_the_second_edition_has_the_expected_numbers_of_changes(
    trials: tuple[dict[str, Record], dict[str, Record]],
) -> None:
    first, second = trials
    changed = _changed(first, second)
    silent = {n for n in changed if _posted(first[n]) == _posted(second[n])}
    assert len(second.keys() - first.keys()) == 12
    assert len(first.keys() - second.keys()) == 4
    assert len(changed - silent) == 20
    assert {_status(second[n])["overallStatus"] for n in silent} == {"UNKNOWN"}
    assert len(silent) == 2


def test_all_other_trials_differ_only_in_the_version_holder(
    trials: tuple[dict[str, Record], dict[str, Record]],
) -> None:
    first, second = trials
    same = (first.keys() & second.keys()) - _changed(first, second)
    assert same
    for nct_id in same:
        held = [edition[nct_id]["derivedSection"]["miscInfoModule"]["versionHolder"] for edition in (first, second)]
        assert held == ["2026-11-06", "2026-11-13"]


def test_posting_dates_of_changes_lie_between_the_editions(trials: tuple[dict[str, Record], dict[str, Record]]) -> None:
    first, second = trials
    assert max(_posted(record) for record in first.values()) <= "2026-11-06"
    for nct_id in (second.keys() - first.keys()) | _changed(first, second):
        if _status(second[nct_id])["overallStatus"] != "UNKNOWN":
            assert "2026-11-06" < _posted(second[nct_id]) <= "2026-11-13"


def _posted(record: Record) -> str:
    return str(_status(record).get("lastUpdatePostDateStruct", {}).get("date", ""))


def test_the_second_edition_has_changes_of_every_kind(trials: tuple[dict[str, Record], dict[str, Record]]) -> None:
    first, second = trials
    kinds = {kind for n in _changed(first, second) for kind in _differences(first[n], second[n])}
    assert kinds >= {"overallStatus", "primaryCompletion", "enrolment", "sites", "eligibility", "results"}


def _differences(old: Record, new: Record) -> Iterator[str]:
    parts = {
        "overallStatus": ("statusModule", "overallStatus"),
        "primaryCompletion": ("statusModule", "primaryCompletionDateStruct"),
        "enrolment": ("designModule", "enrollmentInfo"),
        "sites": ("contactsLocationsModule", "locations"),
        "eligibility": ("eligibilityModule", "eligibilityCriteria"),
    }
    for kind, (module, key) in parts.items():
        before, after = (record["protocolSection"].get(module, {}).get(key) for record in (old, new))
        if before != after:
            yield kind
    if old["hasResults"] != new["hasResults"]:
        yield "results"


def test_the_demonstration_contains_known_oddities_of_the_registry(
    trials: tuple[dict[str, Record], dict[str, Record]],
) -> None:
    text = json.dumps(list(trials[0].values()))
    for odd in ('"type": "DIGITAL_THERAPEUTIC"', '"count": 99999999', '"country": "Korea, Republic of"'):
        assert odd in text
    starts = [_status(record).get("startDateStruct", {}).get("date", "") for record in trials[0].values()]
    assert any(re.fullmatch(r"\d{4}-\d\d", start) for start in starts)


def test_replaying_both_editions_gives_the_same_changes(
    tmp_path: Path, trials: tuple[dict[str, Record], dict[str, Record]]
) -> None:
    first, second = trials
    results = [_replayed(folder, tmp_path) for folder in replay_folders(DEMO)]
    start, week = (result.summary for result in results)
    assert start is not None
    assert week is not None
    assert [result.edition[:10] for result in results] == ["2026-11-06", "2026-11-13"]
    assert (start.new, start.changed, start.left) == (len(first), 0, 0)
    changed = len(_changed(first, second))
    assert (week.new, week.changed) == (len(second.keys() - first.keys()), changed)
    assert week.unchanged == len(first.keys() & second.keys()) - changed
    assert (week.left, week.back) == (len(first.keys() - second.keys()), 0)
    assert {signal.value for signal in results[0].signals if signal.kind == "unknown_enum"} == {"DIGITAL_THERAPEUTIC"}


def _replayed(folder: Path, data: Path) -> FetchResult:
    config = load_config(ROOT / "config")
    with connect_registry(config.settings.registry, replay=folder) as link:
        result = fetch_searches(config, link.registry, data, full=True, demo=link.is_stand_in)
    link.check_all_replayed()
    return result


@needs_source
def test_no_wording_of_the_source_is_in_the_demonstration(tmp_path: Path) -> None:
    assert _check(DEMO).returncode == 0
    # A check that finds nothing anywhere would prove nothing: one sentence of a source is planted.
    cassette = next(item for item in cassettes("edition-1") if item["response"]["body"].get("studies"))
    with gzip.open(SOURCE, "rt", encoding="utf-8") as lines:
        study = json.loads(next(lines))["study"]
    summary = study["protocolSection"]["descriptionModule"]["briefSummary"]
    planted = cassette["response"]["body"]["studies"][0]
    planted["protocolSection"]["descriptionModule"]["briefSummary"] = " ".join(summary.split()[:12])
    (tmp_path / "001-studies.json").write_text(json.dumps(cassette), encoding="utf-8")
    found = _check(tmp_path)
    assert found.returncode == 1
    assert _id(planted) in found.stdout


def _check(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), "--check", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
