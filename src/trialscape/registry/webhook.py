"""Post a JSON object to a webhook, such as a chat's; a failure returns a message and raises no error."""

import time
from collections.abc import Callable
from urllib.parse import urlsplit

import requests

from trialscape import __version__
from trialscape.registry.bounded_answers import BoundedAdapter, Limits

_FIRST_WAIT = 1.0
_LONGEST_WAIT = 10.0
_TRY_AGAIN = frozenset((408, 425, 429))


class _StatusAdapter(BoundedAdapter):
    """The transport for answers of which only the status counts: a body, which might never end, is not read."""

    def read(self, response: requests.Response) -> None:
        """Close the connection."""
        response.close()
        response._content = b""


def post_json(
    url: str, body: bytes, *, attempts: int, timeout: float, sleep: Callable[[float], None] = time.sleep
) -> str:
    """Post ``body`` (JSON); return "" when it was accepted, else the reason in one sentence.

    ``timeout`` counts seconds for each attempt, from the look-up of the host to the headers of the answer. No redirect
    is followed. The sentence names only the host, because the rest of the address is a secret.
    """
    headers = {"Content-Type": "application/json", "User-Agent": f"trialscape/{__version__}"}
    reason, wait = "", _FIRST_WAIT
    for attempt in range(1, attempts + 1):
        try:
            answer = _posted(url, body, headers, timeout)
        except (OSError, ValueError) as error:
            # requests raises a ValueError for an invalid address, and a bare OSError for missing certificates.
            reason = type(error).__name__
        else:
            if 200 <= answer.status_code < 300:
                return ""
            reason = f"status {answer.status_code}"
            if answer.status_code < 500 and answer.status_code not in _TRY_AGAIN:
                break
        if attempt < attempts:
            sleep(wait)
            wait = min(2 * wait, _LONGEST_WAIT)
    tries = f"{attempt} attempt{'s' if attempt > 1 else ''}"
    return f"The digest was not accepted by {_host(url)} in {tries}: {reason}."


def _posted(url: str, body: bytes, headers: dict[str, str], timeout: float) -> requests.Response:
    with requests.Session() as http:
        for scheme in ("https://", "http://"):
            http.mount(scheme, _StatusAdapter(Limits(timeout, megabytes=0)))
        return http.post(url, data=body, headers=headers, timeout=timeout, allow_redirects=False)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or "the webhook"
    except ValueError:
        return "the webhook"
