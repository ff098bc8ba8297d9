"""Fetch: ask the registry for every search, and put what is new or changed into the archive."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from trialscape.archive.model import RunInfo, RunKind, RunSummary
from trialscape.archive.store import Archive
from trialscape.archive.writer import RunWriter
from trialscape.config.load import Config
from trialscape.config.searches import Search
from trialscape.config.settings import WEEKDAYS
from trialscape.errors import CheckError
from trialscape.registry.walk import Registry, Walk
from trialscape.steps.build import archive_folder
from trialscape.study.parse import UnreadableRecordError, parse_study, record_id
from trialscape.study.signals import Signal, audit

_LONGEST_WITHOUT_SWEEP = dt.timedelta(days=7)

OnPage = Callable[[str, int, int | None], None]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a fetch did; ``summary`` is None when the registry's edition is the one already archived."""

    edition: str
    kind: RunKind
    summary: RunSummary | None
    signals: tuple[Signal, ...] = ()


def fetch(
    config: Config,
    registry: Registry,
    data: Path,
    *,
    full: bool = False,
    demo: bool = False,
    accept_shrink: bool = False,
    on_page: OnPage | None = None,
) -> Fetched:
    """Walk all searches and archive what is new; nothing is fetched when the data edition is unchanged.

    Raises RegistryError when a walk fails and CheckError when a search shrank suspiciously; in both cases nothing of
    the run is kept.
    """
    archive = Archive(archive_folder(data))
    edition = registry.version()
    last = archive.last_run()
    if last is not None and last.edition == edition and not full:
        return Fetched(edition, RunKind.DELTA, None)
    kind = RunKind.FULL if full or _is_sweep_due(config, archive, edition) else RunKind.DELTA
    members = archive.members()
    signals: list[Signal] = []
    with archive.begin(RunInfo(kind, edition, demo=demo)) as run:
        for search in config.searches:
            since = None if kind is RunKind.FULL else _since(archive, search, config.settings.refresh.overlap_days)
            walk = registry.walk(search, since=since, on_page=_reporter(search, on_page))
            if since is None:
                _guard(search, len(walk.studies), members.get(search.id, 0), config, accept_shrink=accept_shrink)
            signals.extend(_store(run, search, walk, whole=since is None))
        return Fetched(edition, kind, run.commit(), tuple(signals))


def _reporter(search: Search, on_page: OnPage | None) -> Callable[[int, int | None], None] | None:
    if on_page is None:
        return None
    return lambda seen, total: on_page(search.id, seen, total)


def _is_sweep_due(config: Config, archive: Archive, edition: str) -> bool:
    """Tell whether every search is to be walked whole: on the set weekday, or when the last time is a week ago.

    The registry publishes nothing on holidays, so that the weekday alone could let two weeks pass.
    """
    last = archive.last_run(RunKind.FULL)
    day = dt.date.fromisoformat(edition[:10])
    if last is None or day - dt.date.fromisoformat(last.edition[:10]) >= _LONGEST_WITHOUT_SWEEP:
        return True
    return WEEKDAYS[day.weekday()] == config.settings.refresh.full_sweep_weekday


def _since(archive: Archive, search: Search, overlap_days: int) -> dt.date | None:
    """Return the day from which to ask for updates, or None for a search that was never walked to its end."""
    edition = archive.last_edition(search.id)
    if edition is None:
        return None
    return dt.date.fromisoformat(edition[:10]) - dt.timedelta(days=overlap_days)


def _guard(search: Search, found: int, before: int, config: Config, *, accept_shrink: bool) -> None:
    """Refuse a search that lost more than the set fraction of its trials, because that is rarely the truth."""
    floor = before * (1 - config.settings.refresh.shrink_fraction)
    if before and found < floor and not accept_shrink:
        raise CheckError(
            f"The search '{search.id}' found {found} trials where it had {before}; nothing was stored. "
            "If this is meant, run again with --accept-shrink."
        )


def _store(run: RunWriter, search: Search, walk: Walk, *, whole: bool) -> Sequence[Signal]:
    found: list[Signal] = []
    for record in walk.studies:
        try:
            run.add(record, search.id)
            _, signals = parse_study(record)
        except UnreadableRecordError as error:
            found.append(Signal("unreadable_record", search.id, str(error)[:120], record_id(record)))
            continue
        found.extend((*signals, *audit(record, record_id(record))))
    for signal in found:
        run.add_signal(signal)
    run.finish_search(search.id, walk.total, full=whole)
    return found
