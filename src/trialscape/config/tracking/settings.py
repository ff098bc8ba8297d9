"""Settings of requests, schedule, builds and digests; they contain no rules about trials."""

import re
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import SplitResult, urlsplit
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, model_validator

from trialscape.config.files.file_reader import Strict, read_toml
from trialscape.errors import Fault

SETTINGS_FILE = "settings.toml"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_PLAIN = re.compile(r"[!-~]+")

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def _split(url: str) -> SplitResult:
    """Return the parts of a web address; raise ValueError when it is invalid."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError("is not a valid address; check its host and port") from error
    if parts.scheme not in ("http", "https") or not host or port == 0 or not _PLAIN.fullmatch(url):
        raise ValueError("must begin with http:// or https://, name a host, and hold no blank")
    return parts


def clean_base_url(text: str) -> str:
    """Return ``text`` without a closing slash; raise ValueError unless it is a URL up to, and without, ``/studies``."""
    url = text.strip().rstrip("/")
    parts = _split(url)
    if "@" in parts.netloc:
        raise ValueError("must not carry a user name or a password")
    if parts.query or parts.fragment:
        raise ValueError("must not carry a query or a fragment")
    if parts.path.endswith("/studies"):
        raise ValueError("must be everything before /studies")
    return url


def _contact_url(text: str) -> str:
    # The address is part of a header, where a blank or a bracket would break the form "(+URL)".
    if not re.fullmatch(r"https?://[!-'*-~]+", text):
        raise ValueError("must be a plain http or https address")
    return text


_CRON_PART = re.compile(r"(?:\*|(?P<first>[0-9]{1,4})(?:-(?P<last>[0-9]{1,4}))?)(?:/(?P<step>[1-9][0-9]{0,3}))?")


def _cron_numbers(largest: int) -> AfterValidator:
    """Refuse everything that the scheduler's parser would refuse, so that accepted words never stop a schedule."""

    def check(text: str) -> str:
        for part in text.split(","):
            _check_cron_part(part, largest)
        return text

    return AfterValidator(check)


def _check_cron_part(part: str, largest: int) -> None:
    found = _CRON_PART.fullmatch(part)
    if found is None:
        raise ValueError("must be cron words such as 15, 6-18 or */4")
    first, last = int(found["first"] or 0), int(found["last"] or largest)
    if max(first, last) > largest:
        raise ValueError(f"must not exceed {largest}")
    if first > last:
        raise ValueError(f"must run forwards: {first}-{last} ends before it begins")
    if found["step"] and int(found["step"]) > last - first:
        raise ValueError(
            f"has a step of {found['step']} in a range of {first} to {last}, which only its first value meets"
        )


def weekdays(words: str) -> tuple[str, ...]:
    """Return the weekdays of cron words such as ``mon-fri`` or ``mon,thu``; raise ValueError for other words."""
    chosen: set[str] = set()
    for word in words.split(","):
        first, _, last = word.partition("-")
        if first not in WEEKDAYS or (last or first) not in WEEKDAYS:
            # Numbers are refused because schedulers disagree on which day is 0.
            raise ValueError("must be names of weekdays such as mon-fri or mon,thu; numbers mean different days")
        begin, end = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
        if begin > end:
            raise ValueError("must run forward through the week, from mon to sun")
        chosen.update(WEEKDAYS[begin : end + 1])
    return tuple(day for day in WEEKDAYS if day in chosen)


def _weekday_words(text: str) -> str:
    weekdays(text)
    return text


def _zone(text: str) -> str:
    if text not in available_timezones():
        raise ValueError("is not a time zone of the IANA list, such as UTC or Europe/Berlin")
    return text


class RegistrySettings(Strict):
    """Requests to the registry. Times are seconds; ``attempts`` includes the first try."""

    base_url: Annotated[str, AfterValidator(clean_base_url)]
    contact: Annotated[str, AfterValidator(_contact_url)]
    connect_timeout: float = Field(gt=0, le=120)
    read_timeout: float = Field(gt=0, le=600)
    gap: float = Field(ge=0, le=60)
    attempts: int = Field(ge=1, le=10)
    backoff: float = Field(gt=0, le=60)
    backoff_ceiling: float = Field(gt=0, le=600)
    longest_wait: float = Field(gt=0, le=3600)
    request_deadline: float = Field(gt=0, le=3600)
    largest_answer_mb: int = Field(ge=1, le=2000)
    walk_room: float = Field(ge=0, le=1)
    walk_pages: int = Field(ge=1)
    walk_megabytes: int = Field(ge=1)
    walk_minutes: float = Field(gt=0)
    longest_address: int = Field(ge=2000, le=16_000)
    page_size: int = Field(ge=1, le=1000)
    max_restarts: int = Field(ge=0, le=10)


class RefreshSettings(Strict):
    """When a result counts as too small, how far a delta reaches back, and how many departed trials are looked up."""

    shrink_fraction: float = Field(gt=0, lt=1)
    shrink_least: int = Field(default=3, ge=1)
    overlap_days: int = Field(ge=1, le=60)
    full_sweep_weekday: Weekday
    lookups_per_run: int = Field(ge=0, le=1000)


class ScheduleSettings(Strict):
    """When refreshes run: cron words, their time zone, and a random delay of up to ``jitter`` seconds.

    ``misfire_grace`` is how many seconds late a run may begin.
    """

    minute: Annotated[str, _cron_numbers(59)]
    hour: Annotated[str, _cron_numbers(23)]
    day_of_week: Annotated[str, AfterValidator(_weekday_words)]
    timezone: Annotated[str, AfterValidator(_zone)]
    jitter: int = Field(ge=0, le=3600)
    misfire_grace: int = Field(ge=60, le=86_400)


class PublishSettings(Strict):
    """How many published warehouses stay on disk, the newest included."""

    keep_versions: int = Field(ge=1, le=100)


class BuildSettings(Strict):
    """The resources of a build: a fraction of free memory, its bounds in megabytes, and threads (0: all cores).

    A copy of the settings from before ``most_memory_mb`` existed has its default, or its own minimum if that is more.
    """

    memory_fraction: float = Field(gt=0, le=0.9)
    least_memory_mb: int = Field(ge=128, le=1_000_000)
    most_memory_mb: int = Field(default=1500, ge=128, le=1_000_000)
    threads: int = Field(ge=0, le=1024)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if "most_memory_mb" in self.model_fields_set and self.most_memory_mb < self.least_memory_mb:
            raise ValueError(f"most_memory_mb must be at least least_memory_mb, {self.least_memory_mb}")
        return self

    def memory(self, free: int) -> int:
        """Return the bytes that a build may use where ``free`` bytes are free."""
        most = min(int(free * self.memory_fraction), self.most_memory_mb * 1_000_000)
        return max(most, self.least_memory_mb * 1_000_000)


def _webhook(text: str) -> str:
    if text:
        _split(text)
    return text


class DigestSettings(Strict):
    """Where the digest is sent: ``webhook`` gets it as JSON ("" for none); timeouts count seconds."""

    webhook: Annotated[str, AfterValidator(_webhook)]
    webhook_attempts: int = Field(ge=1, le=5)
    webhook_timeout: float = Field(gt=0, le=60)


class Settings(Strict):
    """All of settings.toml."""

    registry: RegistrySettings
    refresh: RefreshSettings
    schedule: ScheduleSettings
    publish: PublishSettings
    build: BuildSettings
    digest: DigestSettings


def load_settings(folder: Path) -> tuple[Settings | None, list[Fault]]:
    """Read ``settings.toml`` of a config folder; return None and the faults when it cannot be used."""
    settings, faults = read_toml(folder / SETTINGS_FILE, Settings, file=SETTINGS_FILE)
    if settings is None:
        return None, faults
    faults = list(_cross_faults(settings))
    return (None, faults) if faults else (settings, [])


def _cross_faults(settings: Settings) -> list[Fault]:
    faults = []
    sweep, days = settings.refresh.full_sweep_weekday, settings.schedule.day_of_week
    if sweep not in weekdays(days):
        problem = f"'{sweep}' is a day without a scheduled refresh"
        faults.append(Fault(SETTINGS_FILE, "refresh", "full_sweep_weekday", problem, ", ".join(weekdays(days))))
    registry = settings.registry
    if registry.backoff > registry.backoff_ceiling:
        problem = f"{registry.backoff:g} s is more than backoff_ceiling, {registry.backoff_ceiling:g} s"
        faults.append(Fault(SETTINGS_FILE, "registry", "backoff", problem))
    return faults
