"""Real HTTP against the stand-in registry with real records, and with every fault that it can play."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.support.registry.registry_kit import LIMITS, STALE, make_search, settings
from tests.support.registry.standin import VERSIONS, StandIn, running_standin
from trialscape.config.load import load_config
from trialscape.errors import RegistryChangedError, RegistryError, RegistryRefusedError, RegistryUnreachableError
from trialscape.essie.match import Record
from trialscape.essie.parse import parse
from trialscape.registry.cassette import REPLAY_BASE_URL, RecordingAdapter, ReplayAdapter
from trialscape.registry.query import FIELDS, expression
from trialscape.registry.session import Session
from trialscape.registry.walk import Registry, Walk
from trialscape.study.decode.parse import record_id

CONFIG = Path(__file__).resolve().parents[2] / "config"
SEARCH = make_search("TIGIT", "tiragolumab")
PAGE_SIZE = 30


@pytest.fixture(scope="module")
def server() -> Iterator[StandIn]:
    with running_standin() as standin:
        yield standin


@pytest.fixture
def standin(server: StandIn) -> StandIn:
    server.reset()
    return server


@pytest.fixture(scope="module")
def calm(server: StandIn) -> Walk:
    """Return the walk without faults."""
    server.reset()
    return registry(server).walk(SEARCH)


def registry(standin: StandIn, *, page_size: int = PAGE_SIZE, **changes: Any) -> Registry:
    def no_sleep(seconds: float) -> None:
        assert seconds >= 0

    session = Session(settings(gap=0.0, **changes), base_url=standin.base_url, sleep=no_sleep)
    return Registry(session, page_size, 2)


def pages(standin: StandIn) -> list[str]:
    return [path for path in standin.asked() if path.startswith("/api/v2/studies")]


def same(walk: Walk, other: Walk) -> bool:
    """Return whether two walks brought the same in the same number of beginnings."""
    facts = [(item.edition, item.total, item.restarts, list(item.studies())) for item in (walk, other)]
    return facts[0] == facts[1]


def ids(walk: Walk) -> list[str]:
    return [record_id(study) for study in walk.studies()]


def test_a_walk_without_faults_is_complete(calm: Walk) -> None:
    assert calm.total == len(set(ids(calm))) > 3 * PAGE_SIZE
    assert calm.restarts == 0
    # Unlike the summary of a search page, these are whole records, without results.
    assert any("eligibilityModule" in study["protocolSection"] for study in calm.studies())
    assert not any("resultsSection" in study for study in calm.studies())


def test_only_the_first_page_requests_the_total(standin: StandIn) -> None:
    registry(standin).walk(SEARCH)
    asked = [parse_qs(urlsplit(path).query) for path in pages(standin)]
    assert [query.pop("countTotal", None) for query in asked] == [["true"]] + [None] * (len(asked) - 1)
    tokens = [query.pop("pageToken", [""])[0] for query in asked]
    assert len(set(tokens)) == len(tokens)
    assert all(query == asked[0] for query in asked)


@pytest.mark.parametrize("fault", ["429", "500", "502", "503", "html200", "reset", "truncate", "garbage"])
def test_a_temporary_fault_does_not_change_the_result(standin: StandIn, calm: Walk, fault: str) -> None:
    # On the first page, and again on a later one.
    standin.reset(faults=[fault, f"{fault}@3"])
    walk = registry(standin).walk(SEARCH)
    assert same(walk, calm)
    assert standin.control()["faults"] == []


def test_a_delayed_answer_is_requested_again() -> None:
    # In a separate process, because delayed answers are sent, and recorded, while other tests run.
    with running_standin(VERSIONS) as standin:
        undisturbed = registry(standin).walk(SEARCH)
        standin.reset(faults=["slow:60@2"])
        # A busy machine may keep other answers back as well; there are attempts enough for these.
        walk = registry(standin, page_size=10, read_timeout=1.0, attempts=8).walk(SEARCH)
        assert standin.control()["faults"] == []
    assert same(walk, undisturbed)
    assert walk.total > 10


def test_several_faults_in_one_walk_do_not_change_the_result(standin: StandIn, calm: Walk) -> None:
    standin.reset(faults=["429", "503", "reset@2", "truncate", "garbage@2"])
    assert same(registry(standin, attempts=4).walk(SEARCH), calm)


def test_a_permanent_fault_ends_the_walk(standin: StandIn) -> None:
    standin.reset(faults=["503"] * 3)
    with pytest.raises(RegistryUnreachableError, match="in 3 tries: it answered 503"):
        registry(standin).walk(SEARCH)
    assert len(pages(standin)) == 3


def test_a_refusal_is_not_retried(standin: StandIn) -> None:
    standin.reset(faults=["403"])
    with pytest.raises(RegistryRefusedError, match="another network"):
        registry(standin).walk(SEARCH)
    assert len(pages(standin)) == 1


def test_a_stale_token_restarts_the_walk(standin: StandIn, calm: Walk) -> None:
    standin.reset(faults=["stale@3"])
    walk = registry(standin).walk(SEARCH)
    assert walk.restarts == 1
    assert list(walk.studies()) == list(calm.studies())


def test_tokens_that_are_always_stale_end_the_walk(standin: StandIn) -> None:
    standin.reset(faults=["stale"] * 3)
    with pytest.raises(RegistryChangedError, match=STALE[:40]):
        registry(standin).walk(SEARCH)


def test_a_walk_cut_short_by_an_empty_page_is_noticed(standin: StandIn, calm: Walk) -> None:
    standin.reset(faults=["empty@2"])
    walk = registry(standin).walk(SEARCH)
    assert walk.restarts == 1
    assert list(walk.studies()) == list(calm.studies())


def test_data_that_change_under_the_walk_give_the_new_edition_only(standin: StandIn) -> None:
    def publish(seen: int, _total: int | None) -> None:
        if seen == 2 * PAGE_SIZE:
            standin.control(as_of="2026-03-10")

    with standin.serving(as_of="2026-02-10"):
        before = registry(standin).walk(SEARCH)
        walk = registry(standin).walk(SEARCH, on_page=publish)
        after = registry(standin).walk(SEARCH)
    assert (walk.edition[:10], walk.restarts) == ("2026-03-10", 1)
    assert list(walk.studies()) == list(after.studies()) != list(before.studies())


def test_a_delta_holds_the_records_posted_since_that_day(standin: StandIn, calm: Walk) -> None:
    day = dt.date(2026, 2, 1)
    walk = registry(standin).walk(SEARCH, since=day)

    def posted(study: dict[str, Any]) -> str:
        return str(study["protocolSection"]["statusModule"]["lastUpdatePostDateStruct"]["date"])

    assert ids(walk) == [record_id(study) for study in calm.studies() if posted(study) >= day.isoformat()]
    assert 0 < walk.total < calm.total


@pytest.mark.parametrize("former", ["NCT00075127", "NCT01734031", "NCT02769533"])
def test_a_former_id_redirects_to_the_current_record(standin: StandIn, former: str) -> None:
    record = registry(standin).single(former)
    assert former in record["protocolSection"]["identificationModule"]["nctIdAliases"]
    assert record_id(record) != former
    # The redirect drops the wish for certain sections; the session does not.
    assert [urlsplit(path).query for path in pages(standin)] == [urlencode({"fields": FIELDS})] * 2
    assert "resultsSection" not in record


def test_an_unknown_id_and_an_unknown_path_are_reported_in_the_registrys_words(standin: StandIn) -> None:
    with pytest.raises(RegistryError, match="NCT number NCT99999999 not found"):
        registry(standin).single("NCT99999999")
    session = Session(settings(gap=0.0), base_url=standin.base_url.replace("/api/v2", "/api/v9"))
    with pytest.raises(RegistryError, match="check --base-url"):
        Registry(session, PAGE_SIZE, 2).version()
    session = Session(settings(gap=0.0), base_url=standin.base_url.replace("/api/v2", ""), sleep=_no_wait)
    with pytest.raises(RegistryRefusedError, match="a web page"):
        Registry(session, PAGE_SIZE, 2).version()


@pytest.mark.parametrize(
    "text", ['zzz" OR AREA[Phase]PHASE3 OR "zzz', 'zzz" OR ALL', "zzz) OR (AREA[Phase]PHASE3", "zzz\\", "[zzz", 'zzz"']
)
def test_injected_clauses_find_nothing_more(standin: StandIn, text: str) -> None:
    assert registry(standin).walk(make_search(text)).total == 0


def test_doctor_reports_the_number_of_trials_or_the_failure(standin: StandIn) -> None:
    assert "answers this machine: it holds 3,6" in registry(standin).doctor()
    standin.reset(faults=["429"])
    with pytest.raises(RegistryUnreachableError, match="it answered 429"):
        registry(standin).doctor()
    assert len(pages(standin)) == 1


@pytest.fixture(scope="module")
def few() -> Iterator[StandIn]:
    """A server of few records, which answers long queries quickly."""
    with running_standin(VERSIONS) as standin:
        yield standin


@pytest.mark.parametrize("search", load_config(CONFIG).searches, ids=lambda search: search.id)
def test_every_shipped_search_is_understood_and_finds_what_it_says(few: StandIn, search: Any) -> None:
    walk = Registry(Session(settings(gap=0.0), base_url=few.base_url), 200, 2).walk(search)
    found = list(walk.studies())
    assert len(found) == walk.total
    # The server takes no account of upper and lower case, so it may find more than is asked for.
    asked = parse(expression(search))
    everything = registry(few, page_size=200).walk(make_search("a", "cells", "injection", "study")).studies()
    assert {record_id(item) for item in everything if Record(item).matches(asked)} <= {
        record_id(item) for item in found
    }


def test_a_recorded_walk_replays_as_it_was_faults_included(standin: StandIn, calm: Walk, tmp_path: Path) -> None:
    standin.reset(faults=["429", "garbage@2", "stale@2"])
    recorder = Session(
        settings(gap=0.0), base_url=standin.base_url, adapter=RecordingAdapter(tmp_path, LIMITS), sleep=_no_wait
    )
    recorded = Registry(recorder, PAGE_SIZE, 2).walk(SEARCH)
    standin.reset(faults=["503"] * 9)
    player = ReplayAdapter(tmp_path)
    replay = Session(settings(gap=0.0), base_url=REPLAY_BASE_URL, adapter=player, sleep=_no_wait)
    replayed = Registry(replay, PAGE_SIZE, 2).walk(SEARCH)
    assert (replayed.edition, replayed.restarts, ids(replayed)) == (recorded.edition, 1, ids(calm))
    assert player.unused() == []
    assert standin.asked() == []
    assert not player.is_stand_in


def _no_wait(seconds: float) -> None:
    """Let the back-off pass at once."""
