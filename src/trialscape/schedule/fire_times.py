"""Fire times: cron words read in a time zone, each wall-clock time met once, with a random delay on top."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger

from trialscape.config.tracking.settings import ScheduleSettings

# No zone moves its clocks by more than this at once, half an hour and an hour being usual.
_SHIFT = timedelta(hours=3)
_TICK = timedelta(microseconds=1)


class WallClock(BaseTrigger):  # type: ignore[misc]  # apscheduler carries no types
    """Fires at the cron words of ``settings`` in their zone.

    Where clocks are put forward, a time that does not exist becomes the same moment an hour later on the clock; where
    they are put back, a time that comes twice fires the first time only. apscheduler reads the cron words; what they
    mean in a zone is reckoned here, because its own reckoning fires twice in the one night and, the other night over,
    passes over the hour after midnight.
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
        for wall in self._walls(self._wall(after) - _SHIFT):
            found = wall.replace(tzinfo=self._zone).astimezone(UTC)
            if found > after and (best is None or found < best):
                best = found
            if best is not None and wall > self._wall(best) + _SHIFT:
                return best
        raise AssertionError("cron words without a date come again for ever")

    def _wall(self, moment: datetime) -> datetime:
        """Return what the clock on the wall shows, written as though it were UTC, where no hour is missing."""
        return moment.astimezone(self._zone).replace(tzinfo=UTC, fold=0)

    def _walls(self, wall: datetime) -> Iterator[datetime]:
        while True:
            wall = self._cron.get_next_fire_time(None, wall)
            yield wall
            wall += _TICK

    def is_astray(self, planned: datetime, present: datetime) -> bool:
        """Tell whether a planned run lies further ahead than it should, which is so when the clock was set back."""
        return planned > self.due(present) + timedelta(seconds=self._jitter)

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """Return the time after ``previous_fire_time``; one that lies ahead of ``now`` is due to a clock set back."""
        after = now if previous_fire_time is None or previous_fire_time > now else previous_fire_time
        # Chance only spreads the copies of this program in time; nothing secret hangs on it.
        return self.due(after) + timedelta(seconds=random.uniform(0, self._jitter))  # noqa: S311


def next_times(settings: ScheduleSettings, after: datetime, count: int) -> list[datetime]:
    """Return the next ``count`` fire times without delay, in the schedule's own zone."""
    zone = ZoneInfo(settings.timezone)
    return [moment.astimezone(zone) for moment in islice(_times(WallClock(settings), after), count)]


def _times(clock: WallClock, after: datetime) -> Iterator[datetime]:
    while True:
        after = clock.due(after)
        yield after
