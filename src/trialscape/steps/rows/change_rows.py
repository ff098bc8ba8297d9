"""The history of the archive as rows of ``raw.change``: every change of every trial with its materiality."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise

from trialscape.archive.files.model import ENDINGS, Fate, HitEvent, StoredFate, StoredVersion
from trialscape.archive.history.registry_clock import posted_day
from trialscape.archive.store import Archive
from trialscape.changes.difference import Difference
from trialscape.changes.materiality import weigh
from trialscape.changes.study_diff import study_differences
from trialscape.changes.tracked_set import Hit, RegistryAnswer, tracked_set_changes
from trialscape.config.load import Config
from trialscape.config.tracking.change_rules import Materiality
from trialscape.steps.inputs.stored_studies import StoredStudyReader
from trialscape.steps.rows.comparison_terms import comparison_terms
from trialscape.steps.rows.table_rows import Row

CHANGE_COLUMNS = (
    "run",
    "seen",
    "nct_id",
    "kind",
    "registry_day",
    "brief_title",
    "old_value",
    "new_value",
    "slip_days",
    "change_ratio",
    "gained",
    "lost",
    "altered",
    "materiality",
    "reason",
)
# Materiality and its reason.
Judged = tuple[Materiality, str]
_DATES = ("start", "primary_completion", "completion")


@dataclass(frozen=True, slots=True)
class _Point:
    """The run that saw a change, the time, the trial, and the day on which the registry posted it."""

    run: str
    seen: dt.datetime
    nct_id: str
    registry_day: dt.date
    title: str


def change_rows(archive: Archive, config: Config, titles: Mapping[str, str]) -> Iterator[Row]:
    """Yield every change that is known: those between versions, trial by trial, then those of the tracked set.

    ``titles`` are the brief titles of the trials; a change of the tracked set has no version to take one from.
    """
    changes = VersionChanges(config)
    for _, versions in groupby(archive.history(changed_only=True), key=lambda version: version.nct_id):
        yield from changes.rows(versions)
    yield from set_change_rows(archive, config, titles)


def set_change_rows(
    archive: Archive,
    config: Config,
    titles: Mapping[str, str],
    as_of: dt.date | None = None,
    *,
    registry_clock: bool = False,
) -> Iterator[Row]:
    """Yield the changes of the tracked set known on ``as_of``, or by the registry's clock posted until then."""

    @cache
    def judged(found: Difference) -> Judged:
        """Weigh equal differences once: thousands of trials come into the set in the same way."""
        return weigh(found, config.changes)

    for hit, found in _of_the_set(archive, config, as_of, registry_clock=registry_clock):
        point = _Point(hit.run, hit.seen, hit.nct_id, hit.registry_day, titles.get(hit.nct_id, ""))
        yield _row(point, found, judged(found))


class VersionChanges:
    """Compares the versions of trials under the rules of one configuration."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._terms = comparison_terms(config)

    def rows(self, versions: Iterable[StoredVersion]) -> Iterator[Row]:
        """Yield every change between the readable ones of a trial's ``versions``, which are ordered by time."""
        posted = ""
        for (old, earlier), (new, later) in pairwise(StoredStudyReader().read(versions)):
            posted = max(posted, old.last_update_posted)
            seen = new.seen_at.replace(tzinfo=None)
            # Without a newer post date the registry changed the record silently, so only the time of our observation is
            # known.
            posted_on = posted_day(new.last_update_posted) if new.last_update_posted > posted else None
            point = _Point(new.run, seen, new.nct_id, posted_on or seen.date(), later.brief_title)
            for found in study_differences(earlier, later, self._terms):
                yield _row(point, found, weigh(found, self._config.changes))


def _of_the_set(
    archive: Archive, config: Config, as_of: dt.date | None, *, registry_clock: bool
) -> Iterable[tuple[Hit, Difference]]:
    searches = {search.id for search in config.searches}
    hits = (
        Hit(
            item.run,
            item.seen_at.replace(tzinfo=None),
            item.search,
            item.nct_id,
            item.event in ENDINGS,
            item.registry_day,
            item.event in (HitEvent.ADDED, HitEvent.DROPPED),
        )
        for item in archive.hits(as_of, registry_clock=registry_clock)
        if item.search in searches
    )
    first: dict[str, str] = {}
    for run in archive.runs():
        for entry in run.searches:
            first.setdefault(entry.search, run.run)
    fates: dict[str, list[RegistryAnswer]] = {}
    for item in archive.fates(as_of):
        answer = RegistryAnswer(item.seen_at.replace(tzinfo=None), str(item.fate), _fate_words(item))
        fates.setdefault(item.nct_id, []).append(answer)
    return tracked_set_changes(hits, frozenset((run, search) for search, run in first.items()), fates)


def _fate_words(item: StoredFate) -> str:
    return f"merged into {item.detail}" if item.fate is Fate.MERGED else str(item.fate)


def _row(point: _Point, found: Difference, judged: Judged) -> Row:
    slip = int(found.size) if found.kind in _DATES and found.size is not None else None
    ratio = found.size if found.kind == "enrolment" else None
    place = (point.run, point.seen, point.nct_id, found.kind, point.registry_day, point.title or None)
    lists = (list(found.gained), list(found.lost), list(found.altered))
    return *place, found.old or None, found.new or None, slip, ratio, *lists, *judged
