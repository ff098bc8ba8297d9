"""What an answer says: its JSON or its sentence, and how long the server asks to wait before the next request."""

import datetime as dt
import json
from email.utils import parsedate_to_datetime
from typing import Any

import orjson
import requests

_LONGEST_QUOTE = 300
# Only so many bytes are decoded, because a body without a sentence may be as long as the settings allow.
_READ_OF_TEXT = 4_000


def json_of(content: bytes) -> Any:
    """Return the decoded ``content``; halves of characters ("\\ud800") become U+FFFD. Raises ValueError."""
    # One text with half a character must not make a page of a hundred records unreadable.
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        if b"\\ud" not in content.lower():
            raise
    try:
        # Python's own module accepts halves, and puts two that belong together into one character.
        text = json.dumps(json.loads(content), ensure_ascii=False, allow_nan=False)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    return orjson.loads(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


def quoted(content: bytes) -> str:
    """Return the beginning of a server's text, UTF-8, on one line and without control characters."""
    text = content[:_READ_OF_TEXT].decode(errors="replace")
    plain = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(plain.split())[:_LONGEST_QUOTE]


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
