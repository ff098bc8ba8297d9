"""Input and output values of the archive as frozen dataclasses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import NamedTuple

from trialscape import __version__
from trialscape.errors import UsageError


class RunKind(StrEnum):
    """A full run fetches all trials of each search; a delta fetches those posted since an earlier edition."""

    FULL = "full"
    DELTA = "delta"


class Change(StrEnum):
    """The result of ``RunWriter.add`` for one record."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class HitEvent(StrEnum):
    """The event of one trial in one search and run; ``SEEN`` (found again) is stored for deltas only.

    ``ADDED`` and ``DROPPED`` are not changes in the registry: the words of the search were changed, or the search was
    removed from the configuration.
    """

    JOINED = "joined"
    SEEN = "seen"
    LEFT = "left"
    BACK = "back"
    ADDED = "added"
    DROPPED = "dropped"


# After these a search no longer holds the trial.
ENDINGS = frozenset((HitEvent.LEFT, HitEvent.DROPPED))


class Fate(StrEnum):
    """The registry's answer when a departed trial is looked up by its id."""

    UNMATCHED = "unmatched"
    WITHHELD = "withheld"
    MERGED = "merged"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class RunInfo:
    """The facts of a run that are known when it begins.

    ``edition`` is the registry's ``dataTimestamp``. ``demo`` marks stand-in texts. ``started`` (aware) defaults to now.
    """

    kind: RunKind
    edition: str
    demo: bool = False
    code_version: str = __version__
    started: datetime | None = None


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """One version of one trial: ``record`` is its canonical JSON text, without contact persons.

    ``last_update_posted`` is the registry's own date ("" when the record has none), ``seen_at`` (UTC) is ours: from
    then until the next version of the same trial this one was the version known.
    """

    nct_id: str
    content_hash: str
    last_update_posted: str
    seen_at: datetime
    edition: str
    run: str
    record: str


class VersionKey(NamedTuple):
    """What identifies one version: its trial and the time (UTC, without zone) of the run that stored it.

    No run stores two versions of one trial. Equal content hashes of a trial mean equal content.
    """

    nct_id: str
    seen_at: datetime
    content_hash: str


class VersionHead(NamedTuple):
    """One version without its record: ``seen_at`` as in its key, and the run that stored it."""

    nct_id: str
    seen_at: datetime
    content_hash: str
    edition: str
    last_update_posted: str
    run: str


@dataclass(frozen=True, slots=True)
class Membership:
    """One trial in one search: first and last seen (UTC), and when it left (None while it is in)."""

    search: str
    nct_id: str
    first_seen: datetime
    last_seen: datetime
    left_at: datetime | None


@dataclass(frozen=True, slots=True)
class StoredHit:
    """One event of one trial in one search: when we saw it, and on which day the registry posted what we saw."""

    run: str
    seen_at: datetime
    search: str
    nct_id: str
    event: HitEvent
    registry_day: date


@dataclass(frozen=True, slots=True)
class StoredSignal:
    """One signal, as ``study.signals.Signal``, with the run that first recorded it."""

    run: str
    seen_at: datetime
    kind: str
    place: str
    value: str
    nct_id: str


@dataclass(frozen=True, slots=True)
class StoredFate:
    """The fate of a departed trial: ``detail`` is the trial it was merged into, or its status ("" if neither)."""

    run: str
    seen_at: datetime
    nct_id: str
    fate: Fate
    detail: str


@dataclass(frozen=True, slots=True)
class SearchCount:
    """One search in one run: what the registry announced (None if unknown), distinct trials seen, and the movements."""

    expected: int | None
    seen: int
    joined: int = 0
    left: int = 0
    back: int = 0


@dataclass(frozen=True, slots=True)
class RunSummary:
    """The result of a committed run, in trials.

    ``left`` counts the trials that some search held before the run and none holds after it; ``back`` those that no
    search held any more and one holds again; ``dropped`` those that left only because the words of our searches
    changed.
    """

    run: str
    new: int
    changed: int
    unchanged: int
    left: int
    back: int
    by_search: Mapping[str, SearchCount] = field(default_factory=dict)
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem that ``verify`` found: the file relative to the archive folder, and what is wrong with it."""

    file: str
    problem: str


@dataclass(frozen=True, slots=True)
class ArchiveStats:
    """The size of the archive: rows by kind, files and bytes as stored; times are None while it is empty."""

    runs: int
    trials: int
    versions: int
    hits: int
    signals: int
    fates: int
    parts: int
    part_bytes: int
    manifest_bytes: int
    first_run: datetime | None
    last_run: datetime | None
    demo: bool


def to_utc_moment(as_of: date | datetime | None) -> datetime | None:
    """Return ``as_of`` as UTC without zone: a date means the end of that day, a datetime must have a time zone."""
    if as_of is None:
        return None
    if not isinstance(as_of, datetime):
        return datetime.combine(as_of, time.max)
    if as_of.tzinfo is None:
        stated = as_of.isoformat()
        raise UsageError(f"The moment {stated} has no time zone; give one, such as {stated}+00:00.")
    return as_of.astimezone(UTC).replace(tzinfo=None)
