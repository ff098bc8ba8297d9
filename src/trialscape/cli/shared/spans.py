"""Spans of time and days as people write them: 7d, 26w, 6m, 1y, 2026-11-06."""

import datetime as dt
import re

import typer

from trialscape.errors import UsageError

_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}
_SPAN = re.compile(r"(\d{1,5})\s*([dwmy]?)")


def days_of(text: str) -> int:
    """Return the days of a span such as 180d; raises UsageError for any other text."""
    match = _SPAN.fullmatch(text.strip().casefold())
    if match is None:
        raise UsageError(f"'{text}' is not a span of time; write 180d, 26w, 6m or 1y.")
    return int(match.group(1)) * _DAYS[match.group(2) or "d"]


def given_day(text: str) -> dt.date:
    """Return the day that an option names; raises BadParameter, which names the option, for any other text."""
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError as error:
        raise typer.BadParameter(f"'{text}' is not a day; write it as 2026-11-06.") from error


def day_of(text: str, today: dt.date) -> dt.date:
    """Return a day that is given as such, or as a span before ``today``; raises UsageError for any other text."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        pass
    match = _SPAN.fullmatch(text.strip().casefold())
    if match is None or not match.group(2):
        raise UsageError(f"'{text}' is neither a day nor a span of time; write 2026-11-06, or 7d for seven days ago.")
    try:
        return today - dt.timedelta(days=days_of(text))
    except OverflowError as error:
        raise UsageError(f"'{text}' is longer than the calendar; name a day.") from error
