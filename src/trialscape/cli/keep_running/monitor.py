"""The state of the refreshes for monitors: the running one, the result of the latest, and whether one is overdue."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from pathlib import Path

from trialscape.errors import CheckError, UsageError
from trialscape.schedule import SchedulerHeartbeat, read_scheduler_heartbeat
from trialscape.steps.run.heartbeat import RefreshStatus, read_refresh_status
from trialscape.steps.run.run_lock import lock_holder

_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
# A scheduler writes a heartbeat every 20 seconds; after this many without one it hangs or has ended.
_SILENCE = 180.0


class State(IntEnum):
    """The states, with their exit codes; only ``fresh`` is healthy."""

    fresh = 0
    stale = CheckError.exit_code
    failed = 16
    never = 17


@dataclass(frozen=True, slots=True)
class Health:
    """The result: ``sentence`` is the message; ``age_hours`` since the last successful refresh, or None."""

    state: State
    sentence: str
    last_good: str
    age_hours: float | None
    latest: str
    scheduler: str


def health(data: Path, limit: str) -> Health:
    """Check the folder: never refreshed, last success older than ``limit`` (90m, 26h, 2d), latest failed, or fresh.

    The first of these that applies is the result. Raises UsageError for a limit that is not a duration.
    """
    span, beat = _span(limit), read_refresh_status(data)
    scheduler, latest = (
        _scheduler(read_scheduler_heartbeat(data)),
        "" if beat is None else _latest(beat, lock_holder(data)),
    )
    if beat is None or not beat.succeeded:
        tail = f"; the latest one: {beat.outcome or latest}" if beat is not None else ""
        return Health(
            State.never, f"No refresh of {data} has succeeded yet{tail}".rstrip("."), "", None, latest, scheduler
        )
    # After the clock was set back, the last success is in the future, which needs no alarm.
    age = max(timedelta(0), datetime.now(UTC) - datetime.fromisoformat(beat.succeeded))
    state = State.stale if age > span else State.failed if latest in ("failed", "killed") else State.fresh
    summary = f"The last successful refresh ended {_shown(age)} ago, and {limit} is allowed"
    if latest in ("failed", "killed"):
        summary += f"; the latest one {'was killed' if latest == 'killed' else 'failed: ' + beat.outcome}"
    return Health(state, summary.rstrip("."), beat.succeeded, round(age.total_seconds() / 3600, 2), latest, scheduler)


def heartbeat_facts(data: Path) -> Iterator[tuple[str, str]]:
    """Yield the facts of the heartbeats as pairs of name and value."""
    at_work = lock_holder(data)
    if at_work:
        yield "running", at_work.rstrip(",")
    if scheduler := _scheduler(read_scheduler_heartbeat(data)):
        yield "scheduler", scheduler
    beat = read_refresh_status(data)
    if beat is None:
        return
    yield (
        "latest refresh",
        f"{_latest(beat, at_work)}, begun {beat.began}" + (f", {beat.outcome}" if beat.outcome else ""),
    )
    yield "last successful refresh", beat.succeeded or "none"


def _latest(beat: RefreshStatus, at_work: str) -> str:
    """Return the state of the latest refresh; one that has no end and no lock was killed."""
    return "killed" if beat.state == "running" and not at_work else beat.state


def _scheduler(alive: SchedulerHeartbeat | None) -> str:
    """Return the state of the scheduler, "" when none was started or it stopped normally."""
    if alive is None:
        return ""
    silence = alive.seconds_silent(datetime.now(UTC))
    name = f"process {alive.process} on {alive.host}"
    if silence > _SILENCE:
        return f"{name} has written no heartbeat since {alive.alive}; start it again"
    return f"{name}, {alive.state}, next run {alive.next_run}"


def _span(text: str) -> timedelta:
    match = re.fullmatch(r"(\d{1,6})([mhd])", text.strip())
    if match is None:
        raise UsageError(f"'{text}' is not a duration; write 90m, 26h or 2d.")
    return timedelta(**{_UNITS[match.group(2)]: int(match.group(1))})


def _shown(age: timedelta) -> str:
    minutes = round(age.total_seconds() / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes / 60:.1f} h"
