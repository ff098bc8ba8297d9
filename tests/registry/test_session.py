"""The session: its User-Agent, its pauses, its retries and its messages."""

import datetime as dt
import json
import re
import socket
import threading
import time
from email.utils import format_datetime
from typing import Any

import pytest
import requests
import responses
from hypothesis import given
from hypothesis import strategies as st
from requests.adapters import BaseAdapter

from tests.conftest import NetworkInTestError
from tests.support.registry.registry_kit import (
    BASE_URL,
    HTML_PAGE,
    STALE,
    Clock,
    Script,
    make_session,
    script,
    settings,
)
from trialscape.errors import RegistryError, RegistryRefusedError, RegistryUnreachableError
from trialscape.registry.answer_content import json_of
from trialscape.registry.session import Exchange, Session, StaleTokenError

NOON = dt.datetime(2026, 2, 6, 12, 0, 0, tzinfo=dt.UTC)


def failing(play: Script, status: int, times: int = 1, headers: dict[str, str] | None = None) -> None:
    for _ in range(times):
        play.answer("/version", {}, status=status, text="upstream error", headers=headers)


def test_the_user_agent_names_library_tool_and_contact() -> None:
    with script() as play:
        play.version()
        make_session().get("/version")
        agent = play.mock.calls[0].request.headers["User-Agent"]
    assert re.fullmatch(
        r"python-requests/\d+\.\d+\S* trialscape/\d+\.\d+\S* \(\+https://trialscape\.example/contact\)", agent
    )


def test_requests_start_at_least_the_set_gap_apart() -> None:
    clock = Clock()
    session = make_session(clock, gap=1.5)
    with script() as play:
        play.version().version().version()
        session.get("/version")
        session.get("/version")
        clock.now += 0.5
        session.get("/version")
    assert clock.slept == [1.5, 1.0]


def test_only_one_request_is_in_flight_with_many_threads() -> None:
    class Doorman(BaseAdapter):
        """Counts how many requests are inside at once, and lingers so that a second one could come in."""

        inside = most = 0

        def send(self, *_args: Any, **_options: Any) -> requests.Response:
            self.inside += 1
            self.most = max(self.most, self.inside)
            time.sleep(0.01)
            self.inside -= 1
            response = requests.Response()
            response.status_code, response._content = 200, b"{}"
            return response

        def close(self) -> None:
            pass

    doorman, clock = Doorman(), Clock()
    session = Session(settings(), adapter=doorman, sleep=clock.sleep, clock=clock)
    threads = [threading.Thread(target=session.get, args=("/version",)) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert doorman.most == 1
    assert clock.slept == [1.0] * 4


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504, 520])
def test_a_temporary_failure_is_retried_after_a_back_off(status: int) -> None:
    clock = Clock()
    seen: list[Exchange] = []
    with script() as play:
        failing(play, status, times=2)
        play.version()
        assert make_session(clock, seen=seen).get("/version")["apiVersion"] == "2.0.5"
    assert [exchange.status for exchange in seen] == [status, status, 200]
    first, second = clock.slept
    assert 4.0 <= first <= 6.0
    assert 8.0 <= second <= 12.0


def test_the_back_off_is_bounded_and_the_failure_reported_in_a_sentence() -> None:
    clock = Clock()
    with script() as play:
        failing(play, 503, times=4)
        with pytest.raises(RegistryUnreachableError) as caught:
            make_session(clock, attempts=4, backoff_ceiling=5.0).get("/version")
    assert str(caught.value) == (
        "The registry at https://registry.example/api/v2 gave no usable response in 4 tries: it answered 503. "
        "Nothing was changed; try again later."
    )
    assert len(clock.slept) == 3
    assert max(clock.slept) <= 5.0


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7.0),
        ({"Retry-After": "0"}, 0.0),
        (
            {
                "Retry-After": format_datetime(NOON + dt.timedelta(seconds=90), usegmt=True),
                "Date": format_datetime(NOON, usegmt=True),
            },
            90.0,
        ),
        # A date that has passed asks for no wait.
        ({"Retry-After": format_datetime(NOON, usegmt=True)}, 0.0),
    ],
)
def test_retry_after_is_honoured(headers: dict[str, str], seconds: float) -> None:
    clock = Clock()
    with script() as play:
        failing(play, 429, headers=headers)
        play.version()
        make_session(clock).get("/version")
    assert clock.slept[0] == seconds
    # The gap between two requests holds all the same.
    assert clock.now >= 1.0


@pytest.mark.parametrize("nonsense", ["soon", "-5", "1e3", "٣", "Fri, 99 Nov 2026 00:00:00 GMT"])
def test_an_unreadable_retry_after_leaves_the_back_off(nonsense: str) -> None:
    clock = Clock()
    with script() as play:
        failing(play, 429, headers={"Retry-After": nonsense})
        play.version()
        make_session(clock).get("/version")
    assert 4.0 <= clock.slept[0] <= 6.0


@pytest.mark.parametrize("asked", ["301", "9" * 400])
def test_a_retry_after_beyond_the_longest_wait_fails_at_once(asked: str) -> None:
    clock = Clock()
    with script() as play:
        failing(play, 429, headers={"Retry-After": asked})
        with pytest.raises(RegistryUnreachableError, match=r"longer than the 300 that settings\.toml allows"):
            make_session(clock).get("/version")
    assert clock.slept == []


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (requests.ConnectionError("reset by peer"), "the connection failed or was cut"),
        (requests.ReadTimeout("slow"), "it did not answer in time"),
        (requests.exceptions.ChunkedEncodingError("short"), "the response was truncated"),
        (requests.exceptions.ContentDecodingError("bad gzip"), "its answer could not be unpacked"),
    ],
)
def test_connection_failures_are_retried(failure: Exception, words: str) -> None:
    with script() as play:
        play.mock.get(f"{BASE_URL}/version", body=failure)
        play.version()
        assert make_session().get("/version")
    with script() as play:
        for _ in range(3):
            play.mock.get(f"{BASE_URL}/version", body=failure)
        with pytest.raises(RegistryUnreachableError, match=words):
            make_session().get("/version")


@pytest.mark.parametrize("body", ["", '{"studies": [{"protocolSection": ', "NaN", "plain words"])
def test_unreadable_json_is_retried(body: str) -> None:
    with script() as play:
        play.mock.get(f"{BASE_URL}/version", body=body, content_type="application/json")
        play.version()
        assert make_session().get("/version")


@pytest.mark.parametrize(
    ("status", "body", "kind", "words"),
    [
        (403, "<html>Forbidden</html>", "text/html", "refuses (403)"),
        (401, "who?", "text/plain", "refuses (401)"),
    ],
)
def test_a_refusal_is_reported_with_advice_and_not_retried(status: int, body: str, kind: str, words: str) -> None:
    with script() as play:
        play.mock.get(f"{BASE_URL}/version", body=body, status=status, content_type=kind)
        with pytest.raises(RegistryRefusedError) as caught:
            make_session().get("/version")
    assert words in str(caught.value)
    for advice in ("another network", "later", "--base-url"):
        assert advice in str(caught.value)


@pytest.mark.parametrize(
    ("body", "kind"),
    # The content type alone is not reliable.
    [(HTML_PAGE, "text/html; charset=utf-8"), ("\n " + HTML_PAGE, "application/json")],
)
@pytest.mark.parametrize(("answered_before", "tries"), [(False, 2), (True, 4)])
def test_a_web_page_is_an_error_only_if_it_is_repeated(body: str, kind: str, answered_before: bool, tries: int) -> None:
    session = make_session(attempts=4)
    with script() as play:
        if answered_before:
            play.version()
            session.get("/version")
        for _ in range(tries):
            play.mock.get(f"{BASE_URL}/version", body=body, status=200, content_type=kind)
        with pytest.raises(RegistryRefusedError, match=r"sent a web page instead of data\. .*--base-url"):
            session.get("/version")


def test_a_single_web_page_is_retried() -> None:
    with script() as play:
        play.mock.get(f"{BASE_URL}/version", body=HTML_PAGE, status=200, content_type="text/html")
        play.version()
        assert make_session().get("/version")


def test_the_registrys_own_sentence_is_quoted_on_one_line_without_control_characters() -> None:
    with script() as play:
        play.answer(
            "/version", {}, status=400, text="Error parsing query in advanced filter:\n\x1b[31mmismatched\x07 '['"
        )
        with pytest.raises(RegistryError) as caught:
            make_session().get("/version")
    assert str(caught.value).endswith("answered 400: Error parsing query in advanced filter: [31mmismatched '['")


def test_a_stale_token_has_a_separate_error() -> None:
    with script() as play:
        play.answer("/studies", {"pageToken": "x"}, status=400, text=STALE)
        with pytest.raises(StaleTokenError):
            make_session().get("/studies", {"pageToken": "x"})


def test_an_address_without_a_registry_differs_from_a_refusal() -> None:
    with script() as play:
        play.mock.get(f"{BASE_URL}/version", body="<html>404 Not Found</html>", status=404, content_type="text/html")
        with pytest.raises(RegistryError, match=r"there is no registry; check --base-url") as caught:
            make_session().get("/version")
    assert not isinstance(caught.value, RegistryRefusedError)


def test_a_web_page_with_an_error_status_is_reported_by_its_status() -> None:
    with script() as play:
        play.mock.get(f"{BASE_URL}/version", body="<html>too long</html>", status=414, content_type="text/html")
        with pytest.raises(RegistryError, match=r"the answer is 414: a web page without a reason\.$"):
            make_session().get("/version")


def test_a_session_without_an_address_sends_no_request() -> None:
    with pytest.raises(ValueError, match="name a host"):
        Session(settings(), base_url="")


def test_a_redirect_to_an_invalid_address_is_reported() -> None:
    with script() as play:
        play.answer("/version", {}, status=301, text="", headers={"Location": "http://[::1"})
        with pytest.raises(RegistryError, match=r"/version cannot be requested: Invalid IPv6 URL\.$"):
            make_session().get("/version")


def test_a_redirect_on_the_same_host_is_followed_with_the_same_parameters() -> None:
    with script() as play:
        play.answer(
            "/studies/NCT1", {"fields": "NCTId"}, status=301, text="", headers={"Location": "/api/v2/studies/NCT2"}
        )
        play.answer("/studies/NCT2", {"fields": "NCTId"}, json_body={"found": True})
        assert make_session().get("/studies/NCT1", {"fields": "NCTId"}) == {"found": True}


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/api/v2/version", "http://registry.example/api/v2/version", "//x.example/"]
)
def test_a_redirect_to_another_host_or_to_plain_http_is_refused(target: str) -> None:
    with script() as play:
        play.answer("/version", {}, status=302, text="", headers={"Location": target})
        with pytest.raises(RegistryRefusedError, match="redirects to another host"):
            make_session().get("/version")


def test_a_loop_of_redirects_ends() -> None:
    with responses.RequestsMock() as mock:
        mock.get(f"{BASE_URL}/version", status=301, headers={"Location": f"{BASE_URL}/version"})
        with pytest.raises(RegistryError, match="in a loop"):
            make_session().get("/version")
        assert len(mock.calls) <= 5


@given(st.dictionaries(st.text(min_size=1), st.text(), max_size=4))
def test_any_parameters_are_encoded_exactly(params: dict[str, str]) -> None:
    clean = {key: text for key, text in params.items() if _encodable(key + text)}
    url = make_session().url("/studies", clean)
    assert url.isascii()
    assert " " not in url
    with responses.RequestsMock() as mock:
        mock.get(f"{BASE_URL}/studies", json={}, match=[responses.matchers.query_param_matcher(clean)])
        make_session().get("/studies", clean)


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def test_tests_reach_no_other_machine() -> None:
    with pytest.raises(NetworkInTestError, match="Tests use no network"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(NetworkInTestError, match=r"clinicaltrials\.gov"):
        make_session(base_url="https://clinicaltrials.gov/api/v2").get("/version")


@given(st.text(max_size=20), st.sampled_from(["\\ud800", "\\uDFFF", "\\udc00\\ud800", ""]))
def test_a_surrogate_leaves_the_rest_of_an_answer_readable(text: str, half: str) -> None:
    written = json.dumps({"title": text, "count": 5, "share": 0.5})
    content = written[:-1].encode() + b', "half": "' + half.encode() + b'"}'
    expected = {"title": text, "count": 5, "share": 0.5, "half": "\ufffd" * half.count("\\u")}
    assert json_of(content) == expected


@pytest.mark.parametrize("content", [b'{"a": "\\ud800"', b"[" * 99_999 + b'"\\ud800"', b'{"a": NaN, "b": "\\ud800"}'])
def test_other_errors_of_an_answer_with_a_surrogate_are_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        json_of(content)
