"""Fetch every search from the registry, and archive new and changed records."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from trialscape.archive.files.model import RunInfo, RunKind, RunSummary
from trialscape.archive.store import Archive
from trialscape.archive.writer import RunWriter
from trialscape.config.load import Config
from trialscape.data_folder import archive_folder
from trialscape.errors import CheckError, SearchRefusedError
from trialscape.registry.walk import Registry, Walk
from trialscape.steps.fetch.departed_trials import FateLookups, look_up_fates
from trialscape.steps.fetch.search_plan import FetchPlan, SearchTask, make_fetch_plan
from trialscape.study.decode.parse import UnreadableRecordError, is_trial_id, parse_study, record_id
from trialscape.study.signals import REFUSED_SEARCH, UNREADABLE, Signal, audit

OnPage = Callable[[str, int, int | None], None]


@dataclass(frozen=True, slots=True)
class FetchResult:
    """The result of a fetch; ``summary`` is None when the registry's edition is already archived.

    ``whole`` names the searches that a delta run walked in full because their words changed, ``empty`` those that have
    found nothing so far. ``refused`` has a sentence for each search that the registry could not parse.
    """

    edition: str
    kind: RunKind
    summary: RunSummary | None
    signals: tuple[Signal, ...] = ()
    whole: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    fate_lookups: FateLookups = field(default_factory=FateLookups)


def fetch_searches(
    config: Config,
    registry: Registry,
    data: Path,
    *,
    full: bool = False,
    demo: bool = False,
    accept_shrink: bool = False,
    look_up_departed: bool = True,
    on_page: OnPage | None = None,
) -> FetchResult:
    """Walk all searches and archive what is new; nothing is fetched when the data edition is unchanged.

    A search whose words the registry refuses keeps its trials; the other searches continue.
    Raises RegistryError when a walk fails or all searches are refused, and CheckError when a search shrank
    suspiciously. In both cases nothing of the run is archived; complete walks are kept next to the archive for the same
    edition.
    """
    archive = Archive(archive_folder(data))
    edition = registry.version()
    plan = make_fetch_plan(config, archive, edition, full=full)
    if not plan.tasks:
        registry.shelf.clear()
        archive.sweep()
        return FetchResult(edition, RunKind.DELTA, None)
    members = archive.members()
    signals: list[Signal] = []
    refused: dict[str, SearchRefusedError] = {}
    with archive.begin(RunInfo(plan.kind, edition, demo=demo)) as run:
        for task in plan.tasks:
            try:
                walk = registry.walk(task.search, since=task.since, on_page=_reporter(task.search.id, on_page))
            except SearchRefusedError as error:
                refused[task.search.id] = error
                if len(refused) == len(plan.tasks):
                    raise
                run.add_signal(Signal(REFUSED_SEARCH, task.search.id, str(error)[:120], ""))
                continue
            if task.since is None and not accept_shrink:
                _require_plausible_total(registry, task, walk.total, members.get(task.search.id, 0), config)
            signals.extend(_store(run, task, walk))
        for search in plan.retired:
            run.retire_search(search)
        most = config.settings.refresh.lookups_per_run if look_up_departed else 0
        fate_lookups = look_up_fates(run, registry, most, _reporter("departed", on_page))
        summary = run.commit()
    registry.shelf.clear()
    refusals = tuple(str(error) for error in refused.values())
    whole = tuple(name for name in _whole(plan) if name not in refused)
    return FetchResult(
        edition, plan.kind, summary, tuple(signals), whole, _empty(plan, summary, members), refusals, fate_lookups
    )


def _reporter(name: str, on_page: OnPage | None) -> Callable[[int, int | None], None] | None:
    if on_page is None:
        return None
    return lambda seen, total: on_page(name, seen, total)


def _whole(plan: FetchPlan) -> tuple[str, ...]:
    return tuple(task.search.id for task in plan.tasks if plan.kind is RunKind.DELTA and task.since is None)


def _empty(plan: FetchPlan, summary: RunSummary, members: Mapping[str, int]) -> tuple[str, ...]:
    found = {name: count.seen for name, count in summary.by_search.items()}
    names = (task.search.id for task in plan.tasks if task.since is None)
    return tuple(name for name in names if found.get(name) == 0 and not members.get(name))


def _require_plausible_total(registry: Registry, task: SearchTask, found: int, before: int, config: Config) -> None:
    """Refuse a search that lost all of its trials, or more than the set fraction, which is rarely right.

    After a change of its words, only the loss of all trials is suspicious. The walk is not kept, so the next run asks
    again.
    """
    rules = config.settings.refresh
    # In a search of few trials the loss of one or two is a large fraction and not suspicious.
    floor = 1 if task.reworded else min(before * (1 - rules.shrink_fraction), before - rules.shrink_least + 1)
    if before and found < max(floor, 1):
        registry.shelf.discard(task.search.id)
        raise CheckError(
            f"The search '{task.search.id}' found {found} trials and had {before} before; nothing was stored. "
            "If this is right, run again with --accept-shrink."
        )


def _store(run: RunWriter, task: SearchTask, walk: Walk) -> Sequence[Signal]:
    """Archive the records of a walk; an unreadable record becomes a signal, and its trial keeps the stored version."""
    found: list[Signal] = []
    search = task.search.id
    refused: set[str] = set()
    for record in walk.studies():
        nct_id = record_id(record)
        try:
            # An unreadable record must not be stored, because every later build would fail on it.
            _, signals = parse_study(record)
            run.add(record, search)
        except UnreadableRecordError as error:
            found.append(Signal(UNREADABLE, search, str(error)[:120], nct_id))
            if is_trial_id(nct_id) and not run.record_hit(nct_id, search):
                refused.add(nct_id)
            continue
        found.extend((*signals, *audit(record, nct_id)))
    for signal in found:
        run.add_signal(signal)
    # A refused record with an id is accounted for. One without an id may be any trial, so the walk counts as
    # incomplete.
    expected = walk.total - len(refused)
    run.finish_search(search, expected, full=task.since is None, query=task.query, reworded=task.reworded)
    return found
