"""Cassettes: the small scenarios as they are shipped, and a replay that forgives nothing."""

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.registry.registry_kit import (
    BASE_URL,
    CASSETTES,
    LIMITS,
    PAGE_SIZE,
    Clock,
    make_registry,
    make_search,
    make_session,
    page,
    played,
    script,
    settings,
)
from trialscape.errors import RegistryError, RegistryUnreachableError, UsageError
from trialscape.registry.cassette import (
    REPLAY_BASE_URL,
    RecordingAdapter,
    ReplayAdapter,
    cassette_text,
    read_recordings,
)
from trialscape.registry.session import Session
from trialscape.registry.walk import Registry
from trialscape.study.decode.parse import record_id
from trialscape.study.signals import audit

SCENARIOS = sorted(folder.name for folder in CASSETTES.iterdir() if any(folder.glob("*.json")))
WHOLE = ["NCT05629546", "NCT06112314", "NCT06743126"]


@contextmanager
def by_responses(scenario: str, clock: Clock) -> Iterator[Registry]:
    with played(scenario):
        yield make_registry(make_session(clock))


@contextmanager
def by_replay(scenario: str, clock: Clock) -> Iterator[Registry]:
    player = ReplayAdapter(CASSETTES / scenario)
    assert player.is_stand_in
    session = Session(settings(), base_url=REPLAY_BASE_URL, adapter=player, sleep=clock.sleep, clock=clock)
    yield Registry(session, PAGE_SIZE, 2)
    assert player.unused() == []


# Each scenario runs with both: the mock is independent of cassettes, and the replay of mocks.
BOTH = pytest.mark.parametrize("way", [by_responses, by_replay])


def test_a_replay_asks_for_pages_as_they_were_recorded() -> None:
    assert ReplayAdapter(CASSETTES / "throttled").page_size == PAGE_SIZE
    assert ReplayAdapter(CASSETTES / "alias").page_size is None


def test_every_scenario_is_recorded() -> None:
    wanted = [
        "alias",
        "cut-body",
        "empty-result",
        "stale-token",
        "throttled",
        "unavailable",
        "unknown-enum",
        "web-page",
    ]
    assert sorted(set(SCENARIOS) - {"demo"}) == wanted


@BOTH
@pytest.mark.parametrize(
    ("scenario", "failures"), [("throttled", 2), ("unavailable", 2), ("cut-body", 1), ("web-page", 1)]
)
def test_passing_failures_do_not_change_the_result(way: Any, scenario: str, failures: int) -> None:
    clock = Clock()
    with way(scenario, clock) as registry:
        walk = registry.walk(make_search())
    assert ([record_id(study) for study in walk.studies()], walk.restarts) == (WHOLE, 0)
    assert sum(seconds > 1.5 for seconds in clock.slept) == failures


@BOTH
def test_retry_after_sets_the_waiting_time(way: Any) -> None:
    clock = Clock()
    with way("throttled", clock) as registry:
        registry.walk(make_search())
    back_off, asked = [seconds for seconds in clock.slept if seconds > 1.5]
    assert 4.0 <= back_off <= 6.0
    assert asked == 2.0


@BOTH
def test_a_stale_token_restarts_the_walk_on_the_new_edition(way: Any) -> None:
    with way("stale-token", Clock()) as registry:
        walk = registry.walk(make_search())
    assert (walk.edition, walk.restarts, walk.total) == ("2026-11-09T09:00:05", 1, 3)


@BOTH
def test_an_empty_result_is_a_result(way: Any) -> None:
    with way("empty-result", Clock()) as registry:
        assert list(registry.walk(make_search()).studies()) == []


@BOTH
def test_a_former_id_returns_the_current_record(way: Any) -> None:
    with way("alias", Clock()) as registry:
        assert record_id(registry.single("NCT00536757")) == "NCT00554515"


@BOTH
def test_unspecified_values_pass_and_are_signals(way: Any) -> None:
    with way("unknown-enum", Clock()) as registry:
        (record,) = registry.walk(make_search()).studies()
    reported = {(signal.place.rpartition(".")[2], signal.value) for signal in audit(record, record_id(record))}
    assert {("overallStatus", "PAUSED"), ("phases[]", "PHASE2_3_SEAMLESS")} <= reported


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_shipped_files_are_readable_and_say_that_they_are_no_recordings(scenario: str) -> None:
    for path in sorted((CASSETTES / scenario).glob("*.json")):
        cassette = json.loads(path.read_bytes())
        assert path.read_bytes() == cassette_text(cassette)
        assert cassette["origin"].startswith("stand-in")


def test_a_page_is_written_one_study_a_line_and_reads_back_the_same() -> None:
    # Text elsewhere must not be mistaken for the place of the studies.
    body = {"note": '\n      "studies": []', "more": {"studies": []}, **page(1, 2, total=2, token="t1")}
    text = cassette_text({"origin": "", "request": {}, "response": {"status": 200, "body": body}})
    assert json.loads(text)["response"]["body"] == body
    lines = [line.strip().rstrip(b",") for line in text.splitlines() if b"nctId" in line]
    assert [json.loads(line) for line in lines] == body["studies"]


def recorded(folder: Path) -> None:
    """Record one small walk into ``folder``, through the adapter that would send it over the network."""
    contact = {
        "protocolSection": {
            "identificationModule": {"nctId": "NCT00000003"},
            "contactsLocationsModule": {"centralContacts": [{"name": "N. N."}]},
        }
    }
    clock = Clock()
    with script() as play:
        play.answer("/version", {}, status=429, text="Too Many Requests", headers={"Retry-After": "3", "X-Noise": "1"})
        play.version().pages(page(1, 2, total=3, token="t1"), {"studies": [contact]}).version()
        adapter = RecordingAdapter(folder, LIMITS)
        session = Session(settings(), adapter=adapter, sleep=clock.sleep, clock=clock)
        assert Registry(session, PAGE_SIZE, 2).walk(make_search()).total == 3


def replayed(folder: Path) -> tuple[Registry, ReplayAdapter]:
    player, clock = ReplayAdapter(folder), Clock()
    session = Session(settings(), base_url=REPLAY_BASE_URL, adapter=player, sleep=clock.sleep, clock=clock)
    return Registry(session, PAGE_SIZE, 2), player


def test_a_recording_says_what_was_asked_and_where_the_answer_came_from(tmp_path: Path) -> None:
    recorded(tmp_path)
    assert [path.name for path in sorted(tmp_path.iterdir())] == [
        "001-version.json",
        "002-version.json",
        "003-studies.json",
        "004-studies.json",
        "005-version.json",
    ]
    first = json.loads((tmp_path / "001-version.json").read_bytes())
    assert first == {
        "origin": "recorded from registry.example",
        "request": {"method": "GET", "path": "/version", "query": {}},
        "response": {
            "status": 429,
            "headers": {"Content-Type": "text/plain; charset=UTF-8", "Retry-After": "3"},
            "text": "Too Many Requests",
        },
    }
    last = json.loads((tmp_path / "004-studies.json").read_bytes())
    assert last["request"]["query"]["pageToken"] == "t1"
    # Contact persons stay out of recordings as they stay out of the archive.
    assert "N. N." not in (tmp_path / "004-studies.json").read_text(encoding="utf-8")


def test_a_recording_plays_once_and_only_as_it_was_asked(tmp_path: Path) -> None:
    recorded(tmp_path)
    registry, player = replayed(tmp_path)
    assert not player.is_stand_in
    assert len(player.unused()) == 5
    assert [record_id(study) for study in registry.walk(make_search()).studies()] == [
        f"NCT0000000{n}" for n in (1, 2, 3)
    ]
    assert player.unused() == []
    with pytest.raises(RegistryError, match="answer GET /version fewer times than it was requested") as caught:
        registry.version()
    assert str(tmp_path) in str(caught.value)


def test_an_unrecorded_request_is_reported_with_its_difference(tmp_path: Path) -> None:
    recorded(tmp_path)
    registry, player = replayed(tmp_path)
    with pytest.raises(RegistryError) as caught:
        registry.walk(make_search("fianlimab"))
    assert f"The recordings in {tmp_path} hold no answer to GET /studies?countTotal=true&fields=" in str(caught.value)
    assert "differs in filter.advanced." in str(caught.value)
    assert player.unused() == ["003-studies.json", "004-studies.json", "005-version.json"]
    with pytest.raises(RegistryError, match="hold no answer to GET /studies/NCT00000001"):
        registry.single("NCT00000001")


def test_recordings_may_be_gzipped(tmp_path: Path) -> None:
    recorded(tmp_path)
    for path in list(tmp_path.iterdir()):
        path.with_suffix(".json.gz").write_bytes(gzip.compress(path.read_bytes()))
        path.unlink()
    registry, player = replayed(tmp_path)
    assert registry.walk(make_search()).total == 3
    assert player.unused() == []


def test_recordings_play_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    for number in ("999", "1000", "2"):
        write(tmp_path, {"status": 200, "body": {"dataTimestamp": number}})
        (tmp_path / "01-version.json").rename(tmp_path / f"{number}-version.json")
    registry, _ = replayed(tmp_path)
    assert [registry.version() for _ in range(3)] == ["2", "999", "1000"]


def test_an_answer_shorter_than_announced_is_truncated(tmp_path: Path) -> None:
    response = {"status": 200, "headers": {"Content-Length": "9999"}, "body": {"dataTimestamp": "x"}}
    write(tmp_path, response)
    registry, _ = replayed(tmp_path)
    with pytest.raises(RegistryError, match="fewer times"):
        registry.version()
    session = Session(settings(attempts=1), base_url=REPLAY_BASE_URL, adapter=ReplayAdapter(tmp_path))
    with pytest.raises(RegistryUnreachableError, match="the response was truncated"):
        session.get("/version")


def write(folder: Path, response: Any, **changes: Any) -> None:
    cassette = {"origin": "", "request": {"method": "GET", "path": "/version", "query": {}}, "response": response}
    (folder / "01-version.json").write_text(json.dumps({**cassette, **changes}), encoding="utf-8")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"not json",
        b'{"request": {}, "response": {}}',
        b'{"request": {"method": "GET", "path": "/version"}, "response": {"status": 200}}',
        b'{"request": {"method": "GET", "path": "/version"}, "response": {"status": "fine", "body": 1}}',
        b'{"request": {"method": "GET", "path": "/version", "query": []}, "response": {"status": 200, "body": 1}}',
    ],
)
def test_a_broken_recording_is_reported(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "01-version.json").write_bytes(content)
    with pytest.raises(UsageError, match=r"The recording .*01-version\.json"):
        read_recordings(tmp_path)


def test_a_folder_without_recordings_and_one_that_is_taken_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no recordings"):
        ReplayAdapter(tmp_path)
    write(tmp_path, {"status": 200, "body": {}})
    with pytest.raises(UsageError, match="already holds recordings; name an empty folder"):
        RecordingAdapter(tmp_path, LIMITS)
    with pytest.raises(UsageError, match="cannot be recorded"):
        RecordingAdapter(tmp_path / "01-version.json", LIMITS)


def test_a_recording_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    folder = tmp_path / "answers"
    with script() as play:
        play.version()
        session = Session(settings(), adapter=RecordingAdapter(folder, LIMITS))
        folder.rmdir()
        with pytest.raises(UsageError, match=r"001-version\.json cannot be written: No such file or directory"):
            session.get("/version")


def test_a_base_url_with_another_path_is_recorded_alike(tmp_path: Path) -> None:
    with script() as play:
        play.mock.get("https://mirror.example/registry/version", json={"dataTimestamp": "x"})
        session = Session(
            settings(), base_url="https://mirror.example/registry/", adapter=RecordingAdapter(tmp_path, LIMITS)
        )
        session.get("/version")
    assert replayed(tmp_path)[0].version() == "x"
    assert BASE_URL not in (tmp_path / "001-version.json").read_text(encoding="utf-8")
