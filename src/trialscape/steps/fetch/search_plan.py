"""The plan of a refresh: which searches to walk, each in full or only for recent posts."""

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
    """One search to walk: in full if ``since`` is None, else only records updated on that day or later.

    ``reworded`` says that the previous walk used other words, so that trials it no longer finds have not departed.
    """

    search: Search
    since: dt.date | None
    query: str
    reworded: bool


@dataclass(frozen=True, slots=True)
class FetchPlan:
    """The walks of a refresh; there are none when the edition and the searches are known.

    ``retired`` are searches that the configuration no longer has, although the archive still holds their trials.
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
    """Return the walks that bring the archive up to ``edition``, which the registry serves now."""
    edition_day(edition)
    runs, overlap = archive.runs(), config.settings.refresh.overlap_days
    if runs and runs[-1].edition == edition and not full:
        # The same edition has nothing new, except for new words of a search. If no search has ever found a trial, all
        # are walked again, because an empty result is more likely an error of the service.
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
    """Return whether every search must be walked in full: on the set weekday, or if the last full sweep is a week old.

    The registry publishes nothing on holidays, so the weekday alone could leave two weeks between sweeps. An edition
    older than the previous one withdraws postings, which a delta cannot show.
    """
    sweeps = [run for run in runs if run.kind is RunKind.FULL]
    day = edition_day(edition)
    if not sweeps or day - edition_day(sweeps[-1].edition) >= _LONGEST_WITHOUT_SWEEP:
        return True
    return day < edition_day(runs[-1].edition) or WEEKDAYS[day.weekday()] == weekday


class _SearchHistory:
    """The earlier walks of one search, the newest first."""

    def __init__(self, runs: tuple[Manifest, ...], search: Search) -> None:
        self._search, self._query = search, fingerprint(search)
        walks = [(run.edition, entry) for run in reversed(runs) for entry in run.searches if entry.search == search.id]
        # A walk with fewer trials than the registry's own count is not complete.
        self._settled = [(edition, entry) for edition, entry in walks if entry.is_complete]
        self._is_reworded = bool(self._settled) and self._settled[0][1].query != self._query
        self.is_unasked = self._is_reworded or not walks

    def task(self, day: dt.date | None, overlap_days: int = 0) -> SearchTask:
        """Return the task for an edition of ``day``; None means in full."""
        since = None if day is None or self._is_reworded else self._since(day, overlap_days)
        return SearchTask(self._search, since, self._query, self._is_reworded)

    def _since(self, day: dt.date, overlap_days: int) -> dt.date | None:
        """Return the day from which to request updates: some days before the latest edition with a complete walk.

        None for a search without a complete walk, and for one that has found nothing so far, because an empty answer
        and a search without trials look alike. The clock of this machine is not used."""
        own = [(edition, entry) for edition, entry in self._settled if entry.query == self._query]
        if not any(entry.seen for _, entry in own):
            return None
        return min(edition_day(own[0][0]), day) - dt.timedelta(days=overlap_days)
