"""Build a warehouse from the archive: classify what is new, fill the raw tables, build the layers, check, publish."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from trialscape.archive.files.manifest import Manifest
from trialscape.archive.files.model import Membership, VersionKey
from trialscape.archive.store import Archive
from trialscape.config.load import Config
from trialscape.config.reports.report_files import report_version
from trialscape.data_folder import archive_folder, readings_folder, warehouse_folder
from trialscape.errors import ArchiveError, CheckError, TrialscapeError
from trialscape.paths import sql_folder
from trialscape.program_version import code_version
from trialscape.readings.store import ReadingStore
from trialscape.resources import free_memory
from trialscape.steps.build.fill_changes import fill_changes
from trialscape.steps.build.fill_from_readings import (
    OPENED,
    ReadTrials,
    fill_from_readings,
    open_readings,
    refused_trials,
)
from trialscape.steps.build.keep_tables import hand_over_records
from trialscape.steps.build.keep_trial_rows import keep_trial_rows
from trialscape.steps.build.left_out import find_left_out
from trialscape.steps.build.read_missing import may_wait, read_missing, without_reading
from trialscape.steps.estimates.estimate_rows import estimate_jobs
from trialscape.steps.estimates.keep import Keep
from trialscape.steps.inputs.as_of import NOW, LandscapeMoment, last_run_at
from trialscape.steps.inputs.rules_history import record_rules_in_force, store_rules
from trialscape.steps.rows.config_rows import config_tables
from trialscape.steps.rows.market_rows import market_tables
from trialscape.steps.rows.reading_line import readings_version
from trialscape.steps.rows.signal_rows import SIGNAL_COLUMNS, signal_rows
from trialscape.steps.rows.study_rows import VERSION_COLUMNS, version_row
from trialscape.steps.rows.table_rows import Row, Table
from trialscape.warehouse.build import Builder
from trialscape.warehouse.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class BuildResult:
    """A published warehouse: its file, how many trials it tracks, and whether their texts are stand-ins.

    ``left_out`` names the reports and searches of the previously published warehouse that this one lacks.
    ``classified`` counts the versions that no earlier build had read under these rules.
    """

    path: Path
    trials: int
    is_demo: bool
    rule_version: str
    left_out: tuple[str, ...] = ()
    classified: int = 0


def build_warehouse(
    config: Config,
    data: Path,
    moment: LandscapeMoment = NOW,
    *,
    folder: Path | None = None,
    on_trials: Callable[[int], None] | None = None,
) -> BuildResult:
    """Build and publish a warehouse from the archive in ``data``, for now or as of a past day.

    ``folder`` (default: the data folder's own) is where it is published. Raises ArchiveError when the archive is empty
    or begins later, and CheckError when a check fails or no trial is known; the old warehouse then stays published.
    """
    archive = Archive(archive_folder(data))
    last = last_run_at(archive, moment)
    settings = config.settings
    room = {"memory": settings.build.memory(free_memory()), "threads": settings.build.threads}
    keep, target = settings.publish.keep_versions, folder or warehouse_folder(data)
    store = ReadingStore(readings_folder(data), readings_version(config), target, keeps=folder is None)
    with Builder(target, sql_folder(), keep=keep, **room) as builder, store:
        count, classified = fill_raw_tables(builder, archive, config, store, moment, on_trials or _ignore)
        snapshot = _snapshot(config, moment, last)
        is_in_force = moment.as_of is None and folder is None
        if is_in_force:
            store_rules(data, config)
        missing = find_left_out(warehouse_folder(data), config) if is_in_force else ()
        keep_results = _stoppable(builder, store.results.of)
        path = builder.finish(snapshot, estimate_jobs(config.reports, keep_results, builder.check_stop))
        if is_in_force:
            record_rules_in_force(data, config)
    return BuildResult(path, count, last.demo, config.rule_version, missing, classified)


def _stoppable(builder: Builder, keep: Keep) -> Keep:
    """Return ``keep`` with a look before each calculation whether the build was stopped."""

    def keep_on(name: str, rests_on: Iterable[bytes | str], work: Callable[[], Any]) -> Any:
        builder.check_stop()
        return keep(name, rests_on, work)

    return keep_on


def _ignore(_count: int) -> None:
    """Take no note of progress."""


def fill_raw_tables(
    builder: Builder,
    archive: Archive,
    config: Config,
    store: ReadingStore,
    moment: LandscapeMoment,
    on_trials: Callable[[int], None],
) -> tuple[int, int]:
    """Fill all raw tables; return how many trials are tracked, and how many versions had to be classified."""
    configured = [*config_tables(config), *_market_tables(config, store)]
    for table, columns, content in configured:
        builder.insert(table, columns, content)
    hits = _hits(archive, moment, {item.id for item in config.searches})
    keys = archive.current(moment.as_of, registry_clock=moment.registry_clock)
    missing = without_reading(store, keys)
    waits = 0 < len(missing) < len(keys) and may_wait(archive, missing)
    if not waits:
        read_missing(store, archive, missing, config, on_trials)
    refused = _refused(builder, store, keys, moment)
    heads = archive.heads([key for key in keys if key.nct_id not in refused])
    builder.insert("raw.study_version", VERSION_COLUMNS, map(version_row, heads))
    hand_over_records(builder, archive, store, heads, configured, config.settings.build.threads)
    held = {hit.nct_id for hit in hits if hit.left_at is None}
    tracked = {head.nct_id: head.run for head in heads if head.nct_id in held}
    keep_trial_rows(builder, store, heads, tracked, configured)
    builder.insert("raw.search_hit", _HIT_COLUMNS, (_hit_row(hit) for hit in hits if hit.nct_id not in refused))
    trials = ReadTrials()

    def read_rest() -> None:
        """Read the few missing versions while statements run that need no readings."""
        if waits:
            read_missing(store, archive, missing, config, on_trials)
            open_readings(builder, store, keys)
        trials.take(builder)
        signals = list(signal_rows(archive, moment, tracked, refused))
        trials.check(config, tracked, len({row[3] for row in signals if row[0] == "unknown_enum"}))
        builder.insert("raw.signal", SIGNAL_COLUMNS, [*signals, *trials.too_long(tracked)])

    builder.do_later((OPENED, "raw.signal"), read_rest)
    fill_from_readings(builder, config.rule_version)
    changes = partial(fill_changes, builder, archive, config, store, moment, trials.titles)
    builder.do_later(["raw.change"], changes, after=[OPENED])
    return len(tracked), len(missing)


def _refused(
    builder: Builder, store: ReadingStore, keys: Sequence[VersionKey], moment: LandscapeMoment
) -> dict[str, str]:
    """Return the trials whose version cannot be read, with the reasons, and open the readings that are known."""
    known = [key for key in keys if (key.nct_id, key.content_hash) in store]
    if known:
        open_readings(builder, store, known)
    refused = refused_trials(builder) if known else {}
    if len(refused) == len(keys):
        raise _nothing(moment, len(refused))
    return refused


def _market_tables(config: Config, store: ReadingStore) -> Iterable[Table]:
    """Return what follows from reports and names of countries, calculated once for the same ones."""
    countries = {row.iso2: row.name for row in config.countries}
    rests_on = [repr(countries), *(f"{report.id} {report_version(report)}" for report in config.reports)]
    found = store.results.of("market", rests_on, lambda: list(market_tables(config.reports, countries)))
    return [tuple(table) for table in found]


def _nothing(moment: LandscapeMoment, refused: int) -> TrialscapeError:
    """Return the sentence for an archive without a trial to show."""
    if refused:
        return ArchiveError(
            f"None of the {refused} records in the archive can be read; refresh into another data folder."
        )
    if moment.as_of is not None:
        return ArchiveError(f"No trial is known as of {moment.as_of}; choose a later day.")
    return CheckError("The searches found no trial, so nothing was published; check the words in searches.toml.")


def _snapshot(config: Config, moment: LandscapeMoment, last: Manifest) -> Snapshot:
    day = moment.as_of or dt.date.fromisoformat(last.edition[:10])
    return Snapshot(
        snapshot_id=f"{day}{'-registry' if moment.registry_clock else ''}-{config.figure_version}",
        as_of=day,
        edition=last.edition,
        is_demo=last.demo,
        rule_version=config.rule_version,
        figure_version=config.figure_version,
        code_version=code_version(),
        report_versions={report.id: report_version(report) for report in config.reports},
        is_past=moment.as_of is not None,
        clock=moment.clock,
        rules="then" if moment.rules_of_then else "today",
        archive_run=last.run,
    )


_HIT_COLUMNS = ("search", "nct_id", "first_seen", "last_seen", "left_at")


def _hits(archive: Archive, moment: LandscapeMoment, searches: set[str]) -> list[Membership]:
    """Return memberships of configured searches; a removed search no longer defines the tracked set."""
    return [
        item
        for item in archive.membership(moment.as_of, registry_clock=moment.registry_clock)
        if item.search in searches
    ]


def _hit_row(item: Membership) -> Row:
    left = item.left_at.replace(tzinfo=None) if item.left_at else None
    first, last = item.first_seen.replace(tzinfo=None), item.last_seen.replace(tzinfo=None)
    return item.search, item.nct_id, first, last, left
