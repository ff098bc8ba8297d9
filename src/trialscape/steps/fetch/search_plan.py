"""What a refresh asks: which searches, and each of them in full or only for what was posted lately."""

import datetime as dt
from dataclasses import dataclass

from trialscape.archive.files.manifest import Manifest
from trialscape.archive.files.model import RunKind
from trialscape.archive.store import Archive
from trialscape.config.load import Config
from trialscape.config.tracking.searches import Search
from trialscape.config.tracking.settings import WEEKDAYS
from trialscape.errors import RegistryChangedError
from trialscape.registry.query import fingerprint

_LONGEST_WITHOUT_SWEEP = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class SearchTask:
    """One search to walk: in full where ``since`` is None, else what was updated on that day or later.

    ``reworded`` says that the walk before asked in other words, so that what it finds less has not departed.
    """

    search: Search
    since: dt.date | None
    query: str
    reworded: bool


@dataclass(frozen=True, slots=True)
class FetchPlan:
    """All that a refresh asks; no tasks when the edition is known and so are the searches.

    ``retired`` are searches whose trials the archive still holds and that the configuration no longer has.
    """

    kind: RunKind
    tasks: tuple[SearchTask, ...]
    retired: tuple[str, ...] = ()


def edition_day(edition: str) -> dt.date:
    """Return the day of a data edition; raises RegistryChangedError when its label does not begin with one."""
    try:
        return dt.date.fromisoformat(edition[:10])
    except ValueError as error:
        named = edition[:40]
        raise RegistryChangedError(
            f"The registry names its data edition '{named}', which does not begin with a day; the API has changed."
        ) from error


def make_fetch_plan(config: Config, archive: Archive, edition: str, *, full: bool) -> FetchPlan:
    """Return what to ask the registry, which now serves ``edition``, to bring the archive up to it."""
    edition_day(edition)
    runs, overlap = archive.runs(), config.settings.refresh.overlap_days
    if runs and runs[-1].edition == edition and not full:
        # Nothing new can be there, except for words that nobody has asked with yet. While no search has found a single
        # trial, all are asked again, because that is more likely an answer that was wrong than the truth.
        is_bare = not archive.known()
        pasts = (_SearchHistory(runs, search) for search in config.searches)
        return FetchPlan(RunKind.DELTA, tuple(past.task(None) for past in pasts if is_bare or past.is_unasked))
    if full or _is_sweep_due(config.settings.refresh.full_sweep_weekday, runs, edition):
        gone = archive.members().items()
        retired = {name for name, count in gone if count} - {search.id for search in config.searches}
        whole = tuple(_SearchHistory(runs, search).task(None) for search in config.searches)
        return FetchPlan(RunKind.FULL, whole, tuple(sorted(retired)))
    return FetchPlan(
        RunKind.DELTA, tuple(_SearchHistory(runs, item).task(edition_day(edition), overlap) for item in config.searches)
    )


def _is_sweep_due(weekday: str, runs: tuple[Manifest, ...], edition: str) -> bool:
    """Tell whether every search is to be walked whole: on the set weekday, or when the last time is a week ago.

    The registry publishes nothing on holidays, so that the weekday alone could let two weeks pass. An edition older
    than the one before takes postings back, which no delta can show.
    """
    sweeps = [run for run in runs if run.kind is RunKind.FULL]
    day = edition_day(edition)
    if not sweeps or day - edition_day(sweeps[-1].edition) >= _LONGEST_WITHOUT_SWEEP:
        return True
    return day < edition_day(runs[-1].edition) or WEEKDAYS[day.weekday()] == weekday


class _SearchHistory:
    """How one search was walked before, the newest first."""

    def __init__(self, runs: tuple[Manifest, ...], search: Search) -> None:
        self._search, self._query = search, fingerprint(search)
        walks = [(run.edition, entry) for run in reversed(runs) for entry in run.searches if entry.search == search.id]
        # A walk that fell short of the registry's own count settles nothing.
        self._settled = [(edition, entry) for edition, entry in walks if entry.is_complete]
        self._is_reworded = bool(self._settled) and self._settled[0][1].query != self._query
        self.is_unasked = self._is_reworded or not walks

    def task(self, day: dt.date | None, overlap_days: int = 0) -> SearchTask:
        """Return the task for an edition of ``day``; None means in full."""
        since = None if day is None or self._is_reworded else self._since(day, overlap_days)
        return SearchTask(self._search, since, self._query, self._is_reworded)

    def _since(self, day: dt.date, overlap_days: int) -> dt.date | None:
        """Return the day from which to ask for updates: some days before the latest edition for which all is known.

        None for a search that was never walked to its end, and for one that has found nothing so far, because an empty
        answer and a search without trials look alike. The clock of this machine has no say.
        """
        own = [(edition, entry) for edition, entry in self._settled if entry.query == self._query]
        if not any(entry.seen for _, entry in own):
            return None
        return min(edition_day(own[0][0]), day) - dt.timedelta(days=overlap_days)
