"""Sessions with a simulated clock, and answers of the registry played through `responses`."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import responses
from responses import matchers
from responses.registries import OrderedRegistry

from trialscape.config.tracking.search_words import TermGroup
from trialscape.config.tracking.searches import Population, Search
from trialscape.config.tracking.settings import RegistrySettings
from trialscape.registry.bounded_answers import Limits
from trialscape.registry.cassette import read_recordings
from trialscape.registry.query import expression, parameters
from trialscape.registry.session import Exchange, Session
from trialscape.registry.walk import Registry

BASE_URL = "https://registry.example/api/v2"
CASSETTES = Path(__file__).resolve().parents[3] / "cassettes"
LIMITS = Limits(seconds=30.0, megabytes=64)
PAGE_SIZE = 2
HTML_PAGE = "<!doctype html><html><body>maintenance</body></html>"
STALE = "The data have probably changed while you were paginating. Please, start over from the first page."


class Clock:
    """Seconds that pass only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let ``seconds`` pass at once."""
        self.slept.append(seconds)
        self.now += seconds


def settings(**changes: Any) -> RegistrySettings:
    """Return settings of the usual kind with ``changes``."""
    usual: dict[str, Any] = {
        "base_url": BASE_URL,
        "contact": "https://trialscape.example/contact",
        "connect_timeout": 5.0,
        "read_timeout": 5.0,
        "gap": 1.0,
        "attempts": 3,
        "backoff": 4.0,
        "backoff_ceiling": 60.0,
        "longest_wait": 300.0,
        "longest_address": 6000,
        "page_size": PAGE_SIZE,
        "request_deadline": 30.0,
        "largest_answer_mb": 64,
        "walk_room": 0.05,
        "walk_pages": 2000,
        "walk_megabytes": 4000,
        "walk_minutes": 120.0,
        "max_restarts": 2,
    }
    return RegistrySettings(**{**usual, **changes})


def make_session(clock: Clock | None = None, *, seen: list[Exchange] | None = None, **changes: Any) -> Session:
    """Return a session that sleeps on ``clock``; ``seen`` receives every exchange."""
    clock = clock or Clock()
    return Session(
        settings(**changes), sleep=clock.sleep, clock=clock, on_request=seen.append if seen is not None else None
    )


def make_registry(session: Session | None = None) -> Registry:
    """Return a registry that asks for two records a page and begins a walk three times at most."""
    return Registry(session or make_session(), PAGE_SIZE, 2)


def make_search(*terms: str, within: Sequence[Population] = ()) -> Search:
    """Return a search for ``terms`` in the interventions."""
    group = TermGroup(areas=("InterventionSearch",), terms=terms or ("relatlimab",))
    return Search("lag3", "LAG-3", "A search of the tests.", (group,), tuple(within))


def study(number: int) -> dict[str, Any]:
    """Return the smallest study: an id."""
    return {"protocolSection": {"identificationModule": {"nctId": f"NCT{number:08d}"}}, "hasResults": False}


def page(*numbers: int, total: int | None = None, token: str | None = None) -> dict[str, Any]:
    """Return a page of studies as the registry sends it: empty keys left out."""
    body: dict[str, Any] = {"studies": [study(number) for number in numbers]}
    if total is not None:
        body["totalCount"] = total
    if token is not None:
        body["nextPageToken"] = token
    return body


class Script:
    """Answers in the order in which they must be asked for, each with method, path and full query."""

    def __init__(self, mock: responses.RequestsMock) -> None:
        self.mock = mock

    def version(self, edition: str = "2026-02-06T09:00:05") -> "Script":
        """Expect a question for the data edition."""
        return self.answer("/version", {}, json_body={"apiVersion": "2.0.5", "dataTimestamp": edition})

    def pages(self, *bodies: dict[str, Any], search: Search | None = None) -> "Script":
        """Expect the pages of one walk; each but the first is asked for with the token of the one before."""
        query = parameters(expression(search or make_search()), PAGE_SIZE)
        extra = {"countTotal": "true"}
        for body in bodies:
            self.answer("/studies", {**query, **extra}, json_body=body)
            extra = {"pageToken": body.get("nextPageToken", "")}
        return self

    def stale(self, token: str, search: Search | None = None) -> "Script":
        """Expect ``token`` and answer that the data have changed."""
        query = parameters(expression(search or make_search()), PAGE_SIZE)
        return self.answer("/studies", {**query, "pageToken": token}, status=400, text=STALE)

    def answer(
        self,
        path: str,
        query: dict[str, str],
        *,
        status: int = 200,
        json_body: Any = None,
        text: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> "Script":
        """Expect GET ``path`` with exactly ``query``; answer with JSON, or with ``text`` as the registry's errors."""
        self.mock.get(
            BASE_URL + path,
            body=json.dumps(json_body) if text is None else text,
            status=status,
            content_type="application/json" if text is None else "text/plain; charset=UTF-8",
            headers=headers,
            match=[matchers.query_param_matcher(query)],
        )
        return self


@contextmanager
def script() -> Iterator[Script]:
    """Yield a script; at the end every answer must have been asked for, and nothing else."""
    with responses.RequestsMock(assert_all_requests_are_fired=True, registry=OrderedRegistry) as mock:
        yield Script(mock)


@contextmanager
def played(scenario: str) -> Iterator[None]:
    """Play ``cassettes/<scenario>`` strictly: method, path, whole query, order, and nothing left over."""
    with responses.RequestsMock(assert_all_requests_are_fired=True, registry=OrderedRegistry) as mock:
        for recording in read_recordings(CASSETTES / scenario):
            method, path, query = recording.key
            headers = {name: text for name, text in recording.headers.items() if name != "Content-Type"}
            mock.add(
                method,
                BASE_URL + path,
                body=recording.body,
                status=recording.status,
                content_type=recording.headers.get("Content-Type"),
                headers=headers,
                match=[matchers.query_param_matcher(dict(query))],
            )
        yield
