"""Fire times: cron fields in a time zone, each wall-clock time once, plus a random delay."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger

from trialscape.config.tracking.settings import ScheduleSettings

# No zone moves its clocks by more than this at once; half an hour and an hour are usual.
_SHIFT = timedelta(hours=3)
_TICK = timedelta(microseconds=1)


class WallClockTrigger(BaseTrigger):  # type: ignore[misc]  # apscheduler has no types
    """Fires at the cron fields of ``settings`` in their time zone.

    When clocks go forward, a time that does not exist fires an hour later on the clock; when they go back, a time that
    occurs twice fires the first time only. apscheduler parses the cron fields; their meaning in a time zone is
    calculated here, because apscheduler fires twice when clocks go back and skips the hour after midnight when they
    go forward.
    """

    def __init__(self, settings: ScheduleSettings) -> None:
        self._zone = ZoneInfo(settings.timezone)
        self._jitter = settings.jitter
        # Weekdays are names (settings.toml refuses numbers), because apscheduler counts from Monday and cron does not.
        self._cron = CronTrigger(
            minute=settings.minute, hour=settings.hour, day_of_week=settings.day_of_week, timezone=UTC
        )

    def due(self, after: datetime) -> datetime:
        """Return the first fire time later than ``after``, in UTC and without delay."""
        best: datetime | None = None
        for wall in self._local_times(self._local_time(after) - _SHIFT):
            found = wall.replace(tzinfo=self._zone).astimezone(UTC)
            if found > after and (best is None or found < best):
                best = found
            if best is not None and wall > self._local_time(best) + _SHIFT:
                return best
        raise AssertionError("cron fields without a date always have a next time")

    def _local_time(self, moment: datetime) -> datetime:
        """Return the wall-clock time with UTC as its zone, because in UTC no hour is missing."""
        return moment.astimezone(self._zone).replace(tzinfo=UTC, fold=0)

    def _local_times(self, wall: datetime) -> Iterator[datetime]:
        while True:
            wall = self._cron.get_next_fire_time(None, wall)
            yield wall
            wall += _TICK

    def is_later_than_scheduled(self, planned: datetime, present: datetime) -> bool:
        """Return whether a planned run is later than the schedule allows, which means that the clock was set back."""
        return planned > self.due(present) + timedelta(seconds=self._jitter)

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """Return the time after ``previous_fire_time``; if that is after ``now``, the clock was set back."""
        after = now if previous_fire_time is None or previous_fire_time > now else previous_fire_time
        # The delay only spreads installations over time; it needs no cryptographic randomness.
        return self.due(after) + timedelta(seconds=random.uniform(0, self._jitter))  # noqa: S311


def next_times(settings: ScheduleSettings, after: datetime, count: int) -> list[datetime]:
    """Return the next ``count`` fire times without delay, in the schedule's own zone."""
    zone = ZoneInfo(settings.timezone)
    return [moment.astimezone(zone) for moment in islice(_times(WallClockTrigger(settings), after), count)]


def _times(clock: WallClockTrigger, after: datetime) -> Iterator[datetime]:
    while True:
        after = clock.due(after)
        yield after
