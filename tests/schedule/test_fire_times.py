"""Fire times: weekdays by name, clocks put forward and back, delays, clocks that were set."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from apscheduler.triggers.cron import CronTrigger
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from trialscape.config.tracking.settings import WEEKDAYS, ScheduleSettings, weekdays
from trialscape.schedule import WallClockTrigger, next_times


def settings(**changes: object) -> ScheduleSettings:
    usual: dict[str, object] = {
        "minute": "30", "hour": "15", "day_of_week": "mon-fri", "timezone": "UTC", "jitter": 0, "misfire_grace": 3600,
    }  # fmt: skip
    return ScheduleSettings.model_validate({**usual, **changes})


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def shown(times: list[datetime]) -> list[str]:
    return [time.isoformat() for time in times]


@pytest.mark.parametrize("day", WEEKDAYS)
def test_a_weekday_name_gives_that_weekday(day: str) -> None:
    (found,) = next_times(settings(day_of_week=day), moment("2026-02-03T00:00"), 1)
    assert found.strftime("%a").lower() == day


def test_weekdays_run_from_monday_to_friday() -> None:
    found = next_times(settings(), moment("2026-02-05T16:00"), 3)  # a Thursday
    assert shown(found) == ["2026-02-06T15:30:00+00:00", "2026-02-09T15:30:00+00:00", "2026-02-10T15:30:00+00:00"]


def test_a_missing_local_time_fires_an_hour_later() -> None:
    found = next_times(
        settings(hour="2", day_of_week="mon-sun", timezone="Europe/Berlin"), moment("2026-03-28T00:00"), 3
    )
    assert shown(found) == ["2026-03-28T02:30:00+01:00", "2026-03-29T03:30:00+02:00", "2026-03-30T02:30:00+02:00"]


def test_a_repeated_local_time_fires_once() -> None:
    found = next_times(
        settings(hour="2", day_of_week="mon-sun", timezone="Europe/Berlin"), moment("2026-10-24T12:00"), 2
    )
    assert shown(found) == ["2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00"]


def plain_times(words: ScheduleSettings, begin: date, days: int) -> list[datetime]:
    """Return the fire times by trying each minute of the wall clock; hours and minutes are single numbers or all."""
    zone = ZoneInfo(words.timezone)
    found = set()
    for minutes in range(days * 24 * 60):
        wall = datetime(begin.year, begin.month, begin.day) + timedelta(minutes=minutes)  # noqa: DTZ001
        fits = (words.hour in ("*", str(wall.hour))) and (words.minute in ("*", str(wall.minute)))
        if fits and WEEKDAYS[wall.weekday()] in weekdays(words.day_of_week):
            found.add(wall.replace(tzinfo=zone).astimezone(UTC))
    return sorted(found)


@pytest.mark.parametrize("begin", ["2026-03-27", "2026-10-23", "2026-03-06", "2026-10-30", "2026-04-03", "2026-10-02"])
@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo"])
@pytest.mark.parametrize(("hour", "minute"), [("1", "15"), ("2", "0"), ("3", "30"), ("*", "45"), ("0", "*")])
def test_fire_times_are_those_of_the_wall_clock(begin: str, zone: str, hour: str, minute: str) -> None:
    words = settings(hour=hour, minute=minute, day_of_week="mon-sun", timezone=zone)
    expected = plain_times(words, date.fromisoformat(begin), 4)
    found = next_times(words, expected[0] - timedelta(seconds=1), len(expected))
    assert [time.astimezone(UTC) for time in found] == expected


def test_the_random_delay_is_bounded_and_never_negative() -> None:
    clock = WallClockTrigger(settings(jitter=600, timezone="Europe/Berlin", hour="1,2", day_of_week="mon-sun"))
    present = moment("2026-10-20T00:00")
    for _ in range(40):
        found = clock.get_next_fire_time(None, present)
        assert timedelta(0) <= found - clock.due(present) <= timedelta(seconds=600)
        assert found > present
        present = found


def test_after_the_clock_was_set_back_the_plan_starts_from_the_new_time() -> None:
    clock = WallClockTrigger(settings(jitter=60))
    present, ahead = moment("2026-02-03T12:00"), moment("2027-02-03T15:30")
    assert clock.is_later_than_scheduled(ahead, present)
    assert not clock.is_later_than_scheduled(moment("2026-02-03T15:30:59"), present)
    assert clock.get_next_fire_time(ahead, present) < moment("2026-02-03T15:31:01")


PARTS = st.from_regex(r"(\*|[0-9]{1,2}(-[0-9]{1,2})?)(/[0-9]{1,2})?", fullmatch=True)


@given(st.sampled_from(["minute", "hour"]), st.lists(PARTS, min_size=1, max_size=3).map(",".join))
def test_the_configuration_refuses_what_the_scheduler_would_refuse(name: str, words: str) -> None:
    try:
        CronTrigger(**{name: words})
        is_understood = True
    except ValueError:
        is_understood = False
    try:
        settings(**{name: words})
        passes = True
    except ValidationError:
        passes = False
    # The configuration refuses a step that begins with 0, and one within the single value 0, which the scheduler takes.
    is_odd = re.search(r"/0|\b0?0-0?0/", words)
    assert passes == (is_understood and not is_odd)
