"""A server that never ends: each request and each walk comes to an end within its bounds, in one sentence."""

import socket
import threading
import time
import tracemalloc
from pathlib import Path
from typing import Any, NoReturn

import pytest

from tests.support.registry import hostile_server as server
from tests.support.registry.registry_kit import make_search, settings
from trialscape.errors import RegistryChangedError, RegistryError, RegistryRefusedError, RegistryUnreachableError
from trialscape.registry.bounded_answers import AnswerTooLargeError
from trialscape.registry.kept_pages import PageStore
from trialscape.registry.pages import PageReader
from trialscape.registry.session import BadRequestError, Session
from trialscape.registry.walk import Registry
from trialscape.registry.walk_bounds import EndlessWalkError, WalkBounds

ROOMY = WalkBounds(room=0.05, pages=1000, megabytes=100, minutes=10.0)


def session(url: str, **changes: Any) -> Session:
    usual = {"gap": 0.0, "attempts": 1, "backoff": 0.01, "backoff_ceiling": 0.02, "request_deadline": 1.0}
    return Session(settings(**{**usual, "largest_answer_mb": 2, **changes}), base_url=url)


@pytest.mark.parametrize(
    ("behaviour", "expected"),
    [
        (server.endless_body, AnswerTooLargeError),
        (server.bomb, AnswerTooLargeError),
        (server.dripping_body, RegistryUnreachableError),
        (server.dripping_headers, RegistryUnreachableError),
        (server.hollow_stream, RegistryError),
    ],
    ids=lambda value: value.__name__,
)
def test_a_request_ends_within_its_time_and_memory(behaviour: server.Behaviour, expected: type[RegistryError]) -> None:
    tracemalloc.start()
    began = time.monotonic()
    try:
        with server.hostile(behaviour) as url, pytest.raises(expected):
            session(url, request_deadline=4.0).get("/version")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert time.monotonic() - began < 20.0
    assert peak < 200_000_000


@pytest.mark.parametrize(
    ("behaviour", "expected", "reported"),
    [
        (server.refused_words, BadRequestError, "answered 400: Invalid value in parameter"),
        (server.web_page, RegistryRefusedError, "sent a web page instead of data"),
        (server.cut_body, RegistryUnreachableError, "in 2 tries: "),
        (server.redirects, RegistryError, "redirects in a loop"),
        (server.long_length, RegistryUnreachableError, "in 2 tries: "),
        (server.short_length, RegistryUnreachableError, "its answer is not complete JSON"),
        (server.senseless_length, RegistryUnreachableError, "its answer is not complete JSON"),
        (server.senseless_chunks, RegistryUnreachableError, "in 2 tries: "),
        (server.many_headers, RegistryUnreachableError, "in 2 tries: "),
        (server.no_protocol, RegistryUnreachableError, "in 2 tries: "),
        (server.deep_json, RegistryUnreachableError, "its answer is not complete JSON"),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_an_invalid_answer_is_reported_in_a_sentence(
    behaviour: server.Behaviour, expected: type[RegistryError], reported: str
) -> None:
    began = time.monotonic()
    with server.hostile(behaviour) as url, pytest.raises(expected, match=reported):
        session(url, attempts=2).get("/studies")
    assert time.monotonic() - began < 20.0


def test_only_the_beginning_of_a_refusal_is_decoded() -> None:
    with server.hostile(server.long_refusal) as url:
        asked = session(url)
        tracemalloc.start()
        with pytest.raises(BadRequestError, match=r"answered 400: No\. ") as caught:
            asked.get("/studies")
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert len(str(caught.value)) < 400
    # Besides the body of the server, which is of the same process.
    assert peak < 6_000_000


def test_a_page_of_too_many_records_is_refused() -> None:
    with server.hostile(server.crowded_page) as url, pytest.raises(RegistryChangedError, match="has 300,000 records"):
        PageReader(session(url), "alphas").first({})


def test_cookies_do_not_pile_up() -> None:
    with server.hostile(server.cookies) as url:
        asked = session(url)
        assert max(asked.get("/version")["cookies"] for _ in range(8)) <= 20


def test_a_slow_handshake_ends_at_the_deadline() -> None:
    began = time.monotonic()
    # The head of a TLS record of 16 kB, of which the bytes then come one by one.
    with server.dripping_socket(b"\x16\x03\x03\x40\x00") as port, pytest.raises(RegistryUnreachableError) as caught:
        session(f"https://127.0.0.1:{port}/api/v2", request_deadline=1.5).get("/version")
    assert "it did not answer in time" in str(caught.value)
    assert 1.4 < time.monotonic() - began < 10.0


def test_a_slow_proxy_ends_at_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    began = time.monotonic()
    with server.dripping_socket(b"HTTP/1.1 200 OK\r\nX-Slow: ") as port:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
        for name in ("NO_PROXY", "no_proxy", "https_proxy"):
            monkeypatch.delenv(name, raising=False)
        with pytest.raises(RegistryUnreachableError) as caught:
            session("https://127.0.0.1:9/api/v2", request_deadline=1.5).get("/version")
    assert "it did not answer in time" in str(caught.value)
    assert 1.4 < time.monotonic() - began < 10.0


def test_a_look_up_of_the_host_ends_at_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    answered = threading.Event()

    def unanswered(*_args: object, **_options: object) -> NoReturn:
        # A resolver that does not answer: the call of the system cannot be interrupted.
        answered.wait(20.0)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", unanswered)
    began = time.monotonic()
    with pytest.raises(RegistryUnreachableError, match="it did not answer in time"):
        session("http://registry.invalid/api/v2", attempts=2, request_deadline=0.5).get("/version")
    assert 0.9 < time.monotonic() - began < 10.0
    answered.set()


def test_an_answer_after_the_deadline_is_asked_for_again() -> None:
    with server.hostile(server.dripping_body) as url, pytest.raises(RegistryUnreachableError) as caught:
        session(url, attempts=2, request_deadline=0.3).get("/version")
    assert "in 2 tries: it did not answer in time" in str(caught.value)


def test_a_walk_ends_soon_after_the_announced_total() -> None:
    with server.hostile(server.endless_pages) as url, pytest.raises(RegistryChangedError) as caught:
        Registry(session(url), 3, 1, None, ROOMY).walk(make_search())
    assert "the registry announced 5 trials, but sent 9 and named a next page" in str(caught.value)


def test_a_walk_of_too_many_pages_is_ended_and_leaves_none(tmp_path: Path) -> None:
    bounds = WalkBounds(room=0.05, pages=7, megabytes=100, minutes=10.0)
    with server.hostile(server.single_trials) as url, pytest.raises(EndlessWalkError) as caught:
        Registry(session(url), 3, 1, PageStore(tmp_path / "walks"), bounds).walk(make_search())
    assert "after 7 pages with 7 of 1000000 announced trials" in str(caught.value)
    assert "walk_pages = 7" in str(caught.value)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_walk_that_takes_too_long_resumes_in_the_next_run(tmp_path: Path) -> None:
    bounds = WalkBounds(room=0.05, pages=1000, megabytes=100, minutes=0.2 / 60)
    with server.hostile(server.single_trials) as url, pytest.raises(RegistryUnreachableError) as caught:
        Registry(session(url), 3, 1, PageStore(tmp_path / "walks"), bounds).walk(make_search())
    assert "the next refresh resumes there" in str(caught.value)
    assert any(path.is_file() for path in tmp_path.rglob("*"))


def test_missing_certificates_are_reported_in_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "none.pem"))
    with pytest.raises(RegistryUnreachableError, match="REQUESTS_CA_BUNDLE"):
        session("https://127.0.0.1:9/api/v2").get("/version")
