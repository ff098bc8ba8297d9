"""The HTTP door: polite, patient within bounds, and plain about refusals. The only place that imports requests.

Observed behaviour of the service: errors are text/plain; unknown site paths answer 200 with an HTML page; the edge
refuses some clients and networks with 403, which no repetition mends; throttling comes as 429, mostly without
Retry-After.
"""

import random
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import orjson
import requests
from requests.adapters import BaseAdapter

from trialscape import __version__
from trialscape.config.settings import RegistrySettings
from trialscape.errors import RegistryError, RegistryRefusedError, RegistryUnreachableError

STALE_SENTENCE = "data have probably changed while you were paginating"

_RETRIED = frozenset({429, 500, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 307, 308})
_MOST_REDIRECTS = 3
_BROKEN = (
    requests.ConnectionError,
    requests.Timeout,
    requests.exceptions.ChunkedEncodingError,
    requests.exceptions.ContentDecodingError,
)

Parameters = Mapping[str, str]


class StaleTokenError(RegistryError):
    """The data set changed under a walk; its token is worthless and the walk must start again."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it went out, for progress and logs: URL, attempt from 1, HTTP status (0: no answer), seconds."""

    url: str
    attempt: int
    status: int
    seconds: float


class Session:
    """One polite connection to the registry: at most one request in flight, a set time apart."""

    def __init__(
        self,
        settings: RegistrySettings,
        *,
        base_url: str | None = None,
        adapter: BaseAdapter | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        on_request: Callable[[Request], None] | None = None,
    ) -> None:
        self.base_url = (base_url or settings.base_url).rstrip("/")
        self._settings = settings
        self._sleep, self._clock, self._on_request = sleep, clock, on_request
        self._lock = threading.Lock()
        self._last_start: float | None = None
        self._jitter = random.Random()  # noqa: S311 - spreads retries, guards no secret
        self._http = requests.Session()
        self._http.headers.update({"User-Agent": user_agent(settings.contact), "Accept": "application/json"})
        if adapter is not None:
            self._http.mount("https://", adapter)
            self._http.mount("http://", adapter)

    def get(self, path: str, parameters: Parameters | None = None) -> Any:
        """Return the decoded JSON of ``path`` (such as ``/studies``).

        Raises RegistryUnreachableError after the last attempt, RegistryRefusedError for 403 and HTML, StaleTokenError
        for a worthless page token, and RegistryError with the service's own sentence for any other 4xx.
        """
        with self._lock:
            return self._patiently(self.base_url + path, dict(parameters or {}))

    def _patiently(self, url: str, parameters: dict[str, str]) -> Any:
        trouble = ""
        for attempt in range(1, self._settings.attempts + 1):
            response, trouble = self._ask(url, parameters, attempt)
            if response is not None:
                decoded, trouble = _decode(response)
                if not trouble:
                    return decoded
            if attempt < self._settings.attempts:
                self._sleep(self._pause(attempt, response))
        tries = f"{self._settings.attempts} attempt{'s' if self._settings.attempts > 1 else ''}"
        raise RegistryUnreachableError(
            f"The registry at {self.base_url} gave no usable answer after {tries}: {trouble}. "
            "Try again later, or check the network with 'trialscape doctor'."
        )

    def _ask(self, url: str, parameters: dict[str, str], attempt: int) -> tuple[requests.Response | None, str]:
        """Send one request, following redirects on the same host; return the response, or why there is none."""
        for _ in range(_MOST_REDIRECTS + 1):
            self._wait_for_turn()
            begun = self._clock()
            try:
                response = self._http.get(
                    url,
                    params=parameters,
                    timeout=(self._settings.connect_timeout, self._settings.read_timeout),
                    allow_redirects=False,
                )
            except _BROKEN as error:
                self._report(url, attempt, 0, begun)
                return None, _short(error)
            self._report(response.url, attempt, response.status_code, begun)
            if response.status_code not in _REDIRECTS:
                return response, ""
            target = urljoin(response.url, response.headers.get("Location", ""))
            if urlsplit(target).netloc != urlsplit(self.base_url).netloc:
                raise RegistryRefusedError(f"The registry redirects {url} to another host, {target}; not followed.")
            url = target
            # A redirect that brings its own query keeps it; one that brings none keeps what was asked for.
            parameters = {} if urlsplit(target).query else parameters
        raise RegistryError(f"The registry redirects {url} in a circle.")

    def _wait_for_turn(self) -> None:
        if self._last_start is not None:
            wait = self._last_start + self._settings.gap - self._clock()
            if wait > 0:
                self._sleep(wait)
        self._last_start = self._clock()

    def _pause(self, attempt: int, response: requests.Response | None) -> float:
        """Return the seconds to wait before the next attempt: what the service asks for, else a doubling back-off."""
        asked = retry_after(response.headers.get("Retry-After", "")) if response is not None else None
        if asked is not None:
            if asked > self._settings.longest_wait:
                raise RegistryUnreachableError(
                    f"The registry asks to come back in {asked:.0f} seconds, longer than the set "
                    f"{self._settings.longest_wait:.0f}; run the refresh again then."
                )
            return asked
        backoff = min(self._settings.backoff * 2.0 ** (attempt - 1), self._settings.backoff_ceiling)
        return backoff * (1.0 + 0.5 * self._jitter.random())

    def _report(self, url: str, attempt: int, status: int, begun: float) -> None:
        if self._on_request is not None:
            self._on_request(Request(url, attempt, status, self._clock() - begun))


def user_agent(contact: str) -> str:
    """Return the honest User-Agent: the library, this program, and where to find its people."""
    return f"python-requests/{requests.__version__} trialscape/{__version__} (+{contact})"


def retry_after(value: str) -> float | None:
    """Return the seconds that a Retry-After header asks for, given as a number or as an HTTP date; None without one."""
    text = value.strip()
    if text.isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _decode(response: requests.Response) -> tuple[Any, str]:
    """Return the decoded body and "", or None and a passing trouble; lasting trouble is raised."""
    status, kind = response.status_code, response.headers.get("Content-Type", "").lower()
    if status in _RETRIED:
        return None, f"status {status}"
    if status == 403:
        raise RegistryRefusedError(
            "The registry refuses this client or network (status 403). Asking again does not help; try another network, "
            "or a mirror with --base-url."
        )
    if status >= 400:
        sentence = _sentence(response.text)
        if STALE_SENTENCE in sentence:
            raise StaleTokenError("The registry's data changed during the walk.")
        raise RegistryError(f"The registry refuses the request (status {status}): {sentence}")
    if "html" in kind or response.content[:15].lstrip().lower().startswith((b"<!doctype", b"<html")):
        raise RegistryRefusedError(
            "The registry answered with an HTML page where JSON was due: it is under maintenance, or the address is "
            f"wrong ({urlsplit(response.url).path}). Check --base-url, or try again later."
        )
    try:
        return orjson.loads(response.content), ""
    except orjson.JSONDecodeError:
        return None, "the answer was cut short or is not JSON"


def _sentence(text: str) -> str:
    """Return the service's own words on one line, shortened; they are shown, never interpreted."""
    return " ".join(text.split())[:300] or "no reason given"


def _short(error: Exception) -> str:
    name = type(error).__name__
    cause = str(error.args[0]) if error.args else ""
    return f"{name}: {cause[:120]}" if cause else name
