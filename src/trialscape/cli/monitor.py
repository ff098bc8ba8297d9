"""What monitors are told of the refreshes: who is at work, how the latest ended, and whether one is overdue."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from trialscape.errors import CheckError, UsageError
from trialscape.steps.guard import holder
from trialscape.steps.heartbeat import read_beat

_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def fresh_enough(data: Path, limit: str) -> str:
    """Return a sentence when a refresh succeeded within ``limit`` (90m, 26h, 2d).

    Raises CheckError, which says why not, when none did, and UsageError for a limit that is no span of time.
    """
    span = _span(limit)
    beat = read_beat(data)
    if beat is None or not beat.succeeded:
        told = f"; the latest one {beat.state}: {beat.outcome or 'no word yet'}" if beat is not None else ""
        raise CheckError(f"No refresh of {data} has succeeded yet{told}.")
    age = datetime.now(UTC) - datetime.fromisoformat(beat.succeeded)
    # A clock that was set back makes the last success lie ahead; that is no reason for an alarm.
    if age > span:
        why = f" The latest one {beat.state}: {beat.outcome}" if beat.state != "done" else ""
        raise CheckError(f"The last good refresh ended {_shown(age)} ago, and {limit} is allowed.{why}")
    return f"The last good refresh ended {_shown(age)} ago; {limit} is allowed."


def pulse(data: Path) -> Iterator[tuple[str, str]]:
    """Yield what the heartbeat says, as pairs of what and value."""
    at_work = holder(data)
    if at_work:
        yield "at work", at_work.rstrip(",")
    beat = read_beat(data)
    if beat is None:
        return
    state = "killed" if beat.state == "running" and not at_work else beat.state
    yield "latest refresh", f"{state}, begun {beat.began}" + (f", {beat.outcome}" if beat.outcome else "")
    yield "last good refresh", beat.succeeded or "none"


def _span(text: str) -> timedelta:
    match = re.fullmatch(r"(\d{1,6})([mhd])", text.strip())
    if match is None:
        raise UsageError(f"'{text}' is no span of time; write 90m, 26h or 2d.")
    return timedelta(**{_UNITS[match.group(2)]: int(match.group(1))})


def _shown(age: timedelta) -> str:
    minutes = max(0, round(age.total_seconds() / 60))
    return f"{minutes} min" if minutes < 120 else f"{minutes / 60:.1f} h"
