"""How long a server asks to wait before the next request."""

import datetime as dt
from email.utils import parsedate_to_datetime

import requests


def retry_after(response: requests.Response) -> float | None:
    """Return the seconds that Retry-After asks for, given as a number or a date; None if it is absent or unreadable."""
    text = response.headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:12])
    until = _http_date(text)
    if until is None:
        return None
    # The server's date is compared with the server's own clock.
    now = _http_date(response.headers.get("Date", "")) or dt.datetime.now(dt.UTC)
    return max((until - now).total_seconds(), 0.0)


def _http_date(text: str) -> dt.datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=dt.UTC)
