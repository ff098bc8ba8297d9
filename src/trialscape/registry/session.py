"""One HTTP session with the registry: one request at a time, rate-limited, with bounded retries and clear errors.

The registry's behaviour is observed, not documented: errors are plain text, a firewall answers in HTML, 429 usually has
no Retry-After, and a 403 refuses the client or its network, so that a retry does not help.
"""

import random
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import BaseAdapter

from trialscape import __version__
from trialscape.config.tracking.settings import RegistrySettings, clean_base_url
from trialscape.errors import (
    RegistryChangedError,
    RegistryError,
    RegistryRefusedError,
    RegistryUnreachableError,
)
from trialscape.registry.answer_content import json_of, quoted, retry_after
from trialscape.registry.bounded_answers import BoundedAdapter, limits_of

Params = Mapping[str, str]

_STALE = "The data have probably changed while you were paginating"
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_TRY_AGAIN = frozenset((408, 425, 429))
_MOST_HOPS = 3
_MOST_COOKIES = 20
_REFUSED_ADVICE = (
    "It refuses this client or its network, and a retry does not help: "
    "try another network, try later, or name another service with --base-url."
)


class UnknownTrialError(RegistryError):
    """The registry has no such trial; the message is the registry's."""


class BadRequestError(RegistryError):
    """The registry cannot parse the request (400); the message is the registry's."""


class StaleTokenError(RegistryChangedError):
    """A page token belongs to an outdated data edition; the walk must restart at the first page."""


_BY_STATUS: Mapping[int, type[RegistryError]] = {400: BadRequestError, 404: UnknownTrialError}


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request: the address, the response's status (None without a response), and the duration in seconds."""

    url: str
    status: int | None
    seconds: float


class _TransientError(Exception):
    """The request failed with a transient error; ``wait`` is the server's Retry-After in seconds."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


class _WebPageError(_TransientError):
    """A web page came with status 200 instead of data: maintenance that passes, or no registry at that address."""


class Session:
    """A session with the registry at ``base_url`` (everything before ``/studies``).

    ``adapter`` replaces the transport, ``sleep`` and ``clock`` (seconds) the real time; ``on_request`` receives every
    request, including retries. Raises ValueError when ``base_url`` is invalid.
    """

    def __init__(
        self,
        settings: RegistrySettings,
        *,
        base_url: str | None = None,
        adapter: BaseAdapter | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        on_request: Callable[[Exchange], None] | None = None,
    ) -> None:
        self.base_url = settings.base_url if base_url is None else clean_base_url(base_url)
        self._settings = settings
        self.longest_address = settings.longest_address
        self._sleep, self.clock, self._on_request = sleep, clock, on_request
        self._lock = threading.Lock()
        self._last_start: float | None = None
        self._has_answered = False
        self.received = 0  # bytes of all answers so far, unpacked
        self._http = requests.Session()
        self._http.headers.update({"User-Agent": user_agent(settings.contact), "Accept": "application/json"})
        for scheme in ("https://", "http://"):
            self._http.mount(scheme, adapter or BoundedAdapter(limits_of(settings)))

    def close(self) -> None:
        """Close the connections that are kept open between requests."""
        self._http.close()

    def url(self, path: str, params: Params) -> str:
        """Return the complete encoded address of a request."""
        prepared = requests.Request("GET", self.base_url + path, params=dict(params)).prepare()
        return prepared.url or ""

    def get(self, path: str, params: Params | None = None, *, attempts: int | None = None) -> Any:
        """Return the decoded JSON at ``path`` (after the base URL, such as ``/studies``).

        Raises RegistryRefusedError, RegistryUnreachableError, StaleTokenError, or RegistryError with the registry's own
        sentence. ``attempts`` replaces the set number of tries.
        """
        with self._lock:
            return self._persist(self.url(path, params or {}), attempts or self._settings.attempts)

    def back_off(self, failures: int) -> None:
        """Wait after this many failures in a row, with up to 50 % random jitter."""
        ceiling = self._settings.backoff_ceiling
        wait = min(self._settings.backoff * 2.0 ** (failures - 1), ceiling)
        # The jitter only spreads requests over time; it needs no cryptographic randomness.
        self._sleep(min(wait * random.uniform(1.0, 1.5), ceiling))  # noqa: S311

    def _persist(self, url: str, attempts: int) -> Any:
        for attempt in range(1, attempts + 1):
            try:
                return self._follow(url)
            except _WebPageError as error:
                # An address that has never sent data is tried only once more, for it is probably mistyped.
                if attempt == attempts or (attempt > 1 and not self._has_answered):
                    raise RegistryRefusedError(f"{error}. {_REFUSED_ADVICE}") from error
                self._wait(None, attempt)
            except _TransientError as error:
                if attempt == attempts:
                    tries = "1 try" if attempts == 1 else f"{attempts} tries"
                    raise RegistryUnreachableError(
                        f"The registry at {self.base_url} gave no usable response in {tries}: {error}. "
                        "Nothing was changed; try again later."
                    ) from error
                self._wait(error.wait, attempt)
        raise AssertionError("at least one attempt is made")

    def _wait(self, asked: float | None, attempt: int) -> None:
        if asked is None:
            self.back_off(attempt)
            return
        if asked > self._settings.longest_wait:
            raise RegistryUnreachableError(
                f"The registry at {self.base_url} requests a wait of {asked:.0f} seconds, longer than the "
                f"{self._settings.longest_wait:.0f} that settings.toml allows; try again later."
            )
        self._sleep(asked)

    def _follow(self, url: str) -> Any:
        """Fetch ``url``; a record's former id redirects to its present one, which is followed on the same host only."""
        for _ in range(_MOST_HOPS):
            response = self._send(url)
            if response.status_code not in _REDIRECTS or "Location" not in response.headers:
                return self._judge(response)
            target = urljoin(url, response.headers["Location"])
            if urlsplit(target)[:2] != urlsplit(url)[:2]:
                raise RegistryRefusedError(
                    f"The registry at {self.base_url} redirects to another host, {urlsplit(target).netloc}, which is "
                    "not followed; if the service has moved, name its new address with --base-url."
                )
            # A former id redirects to a bare path, so the requested fields are added again.
            url = target if urlsplit(target).query else urlsplit(target)._replace(query=urlsplit(url).query).geturl()
        raise RegistryError(f"The registry at {self.base_url} redirects in a loop from {url}.")

    def _send(self, url: str) -> requests.Response:
        self._wait_for_gap()
        started = self.clock()
        status: int | None = None
        try:
            timeout = (self._settings.connect_timeout, self._settings.read_timeout)
            response = self._http.get(url, timeout=timeout, allow_redirects=False)
            status = response.status_code
            self.received += len(response.content)
            if len(self._http.cookies) > _MOST_COOKIES:
                # A server that sets new ones with each answer would make every request longer than the one before.
                self._http.cookies.clear()
        except requests.Timeout as error:
            raise _TransientError("it did not answer in time") from error
        except requests.exceptions.ChunkedEncodingError as error:
            raise _TransientError("the response was truncated") from error
        except requests.exceptions.ContentDecodingError as error:
            raise _TransientError("its answer could not be unpacked") from error
        except requests.ConnectionError as error:
            raise _TransientError("the connection failed or was cut") from error
        except (requests.RequestException, ValueError) as error:
            # requests parses a redirect's target even if it does not follow it; an invalid address raises here.
            raise RegistryError(f"{url} cannot be requested: {error}.") from error
        except OSError as error:
            # requests raises a bare OSError for certificates that it cannot find or read.
            raise RegistryUnreachableError(
                f"The registry at {self.base_url} cannot be requested: {error}. Check the file of certificates that "
                "REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE names, or reinstall trialscape."
            ) from error
        finally:
            if self._on_request is not None:
                self._on_request(Exchange(url, status, self.clock() - started))
        return response

    def _wait_for_gap(self) -> None:
        if self._last_start is not None:
            wait = self._last_start + self._settings.gap - self.clock()
            if wait > 0:
                self._sleep(wait)
        self._last_start = self.clock()

    def _judge(self, response: requests.Response) -> Any:
        status = response.status_code
        if status == 200:
            return self._decoded(response)
        if status in (401, 403, 407, 451):
            raise RegistryRefusedError(f"The registry at {self.base_url} refuses ({status}). {_REFUSED_ADVICE}")
        if status in _TRY_AGAIN or status >= 500:
            raise _TransientError(f"it answered {status}", retry_after(response))
        if _is_html(response):
            reason = "there is no registry; check --base-url" if status == 404 else "a web page without a reason"
            raise RegistryError(f"At {self.base_url} the answer is {status}: {reason}.")
        sentence = quoted(response.content)
        if status == 400 and _STALE in sentence:
            raise StaleTokenError(f"The registry at {self.base_url} says: {sentence}")
        message = f"The registry at {self.base_url} answered {status}: {sentence or 'no reason given'}"
        raise _BY_STATUS.get(status, RegistryError)(message)

    def _decoded(self, response: requests.Response) -> Any:
        if _is_html(response):
            raise _WebPageError(f"The registry at {self.base_url} sent a web page instead of data")
        try:
            answer = json_of(response.content)
        except ValueError as error:
            raise _TransientError("its answer is not complete JSON") from error
        self._has_answered = True
        return answer


def user_agent(contact: str) -> str:
    """Return the User-Agent: library, program, contact. The registry accepts this form most reliably."""
    return f"python-requests/{requests.__version__} trialscape/{__version__} (+{contact})"


def _is_html(response: requests.Response) -> bool:
    kind = response.headers.get("Content-Type", "")
    return "html" in kind.lower() or response.content.lstrip()[:1] == b"<"
