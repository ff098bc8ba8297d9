"""Build a warehouse from the archive: parse, classify, fill the raw tables, build the layers, check, publish."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from trialscape.archive.files.manifest import Manifest
from trialscape.archive.files.model import Membership, StoredVersion
from trialscape.archive.store import Archive
from trialscape.classify.assemble import build_classifier, build_facilities
from trialscape.classify.confidence import Confidence
from trialscape.classify.engine import Classifier
from trialscape.classify.site.sponsor_company import SponsorReader
from trialscape.config.load import Config
from trialscape.config.reports.report_files import report_version
from trialscape.data_folder import archive_folder, warehouse_folder
from trialscape.errors import ArchiveError, CheckError, TrialscapeError
from trialscape.paths import sql_folder
from trialscape.program_version import code_version
from trialscape.resources import free_memory
from trialscape.steps.build.check_expectations import ExpectationCheck
from trialscape.steps.build.left_out import find_left_out
from trialscape.steps.estimates.estimate_rows import estimate_tables
from trialscape.steps.inputs.as_of import NOW, LandscapeMoment, last_run_at
from trialscape.steps.inputs.rules_history import record_rules_in_force, store_rules
from trialscape.steps.inputs.stored_studies import StoredStudyReader
from trialscape.steps.rows import study_rows as rows
from trialscape.steps.rows.change_rows import CHANGE_COLUMNS, change_rows
from trialscape.steps.rows.config_rows import config_tables
from trialscape.steps.rows.signal_rows import SIGNAL_COLUMNS, signal_rows
from trialscape.study.model import Study
from trialscape.study.signals import TOO_LONG
from trialscape.warehouse.build import Builder
from trialscape.warehouse.snapshot import Snapshot

# Trials that are classified before their rows are inserted; this limits memory.
_BATCH = 500

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class BuildResult:
    """A published warehouse: its file, how many trials it tracks, and whether their texts are stand-ins.

    ``left_out`` names the reports and searches of the previously published warehouse that this one lacks.
    """

    path: Path
    trials: int
    is_demo: bool
    rule_version: str
    left_out: tuple[str, ...] = ()


def build_warehouse(
    config: Config,
    data: Path,
    when: LandscapeMoment = NOW,
    *,
    folder: Path | None = None,
    on_trials: Callable[[int], None] | None = None,
) -> BuildResult:
    """Build and publish a warehouse from the archive in ``data``, for now or as of a past day.

    ``folder`` (default: the data folder's own) is where it is published. Raises ArchiveError when the archive is empty
    or begins later, and CheckError when a check fails or no trial is known; the old warehouse then stays published.
    """
    archive = Archive(archive_folder(data))
    last = last_run_at(archive, when)
    filler = _Filler(config, build_classifier(config))
    settings = config.settings
    room = {"memory": settings.build.memory(free_memory()), "threads": settings.build.threads}
    keep = settings.publish.keep_versions
    with Builder(folder or warehouse_folder(data), sql_folder(), keep=keep, **room) as builder:
        count = _fill(builder, archive, config, filler, when, on_trials)
        snapshot = _snapshot(config, when, last)
        is_in_force = when.as_of is None and folder is None
        if is_in_force:
            store_rules(data, config)
        missing = find_left_out(warehouse_folder(data), config) if is_in_force else ()
        path = builder.finish(snapshot, estimate_tables(config.reports))
        if is_in_force:
            record_rules_in_force(data, config)
    return BuildResult(path, count, last.demo, config.rule_version, missing)


def _fill(
    builder: Builder,
    archive: Archive,
    config: Config,
    filler: "_Filler",
    when: LandscapeMoment,
    on_trials: Callable[[int], None] | None,
) -> int:
    """Fill all raw tables; return how many trials are tracked."""
    for table, columns, content in config_tables(config):
        builder.insert(table, columns, content)
    hits = _hits(archive, when, {item.id for item in config.searches})
    filler.held = {hit.nct_id for hit in hits if hit.left_at is None}
    _fill_trials(builder, archive, filler, when, on_trials)
    refused = filler.reader.refused
    builder.insert("raw.search_hit", _HIT_COLUMNS, (_hit_row(hit) for hit in hits if hit.nct_id not in refused))
    builder.insert("raw.rules", ("rule_version", "axis", "label", "rule"), filler.rule_rows())
    history = change_rows(archive, config, filler.titles, when.as_of, registry_clock=when.registry_clock)
    builder.insert("raw.change", CHANGE_COLUMNS, history)
    signals = list(signal_rows(archive, when, filler.tracked, refused))
    filler.expected.check(len({row[3] for row in signals if row[0] == "unknown_enum"}))
    builder.insert("raw.signal", SIGNAL_COLUMNS, [*signals, *filler.too_long])
    return len(filler.tracked)


def _fill_trials(
    builder: Builder,
    archive: Archive,
    filler: "_Filler",
    when: LandscapeMoment,
    on_trials: Callable[[int], None] | None,
) -> None:
    """Fill the tables that hold trials, including departed ones; raises CheckError when there is no trial."""
    count = 0
    versions = filler.reader.read(archive.versions(when.as_of, registry_clock=when.registry_clock))
    while batch := list(islice(versions, _BATCH)):
        for table, columns, content in filler.tables(batch):
            builder.insert(table, columns, content)
        count += len(batch)
        if on_trials is not None:
            on_trials(count)
    if count == 0:
        raise _nothing(when, len(filler.reader.refused))


def _nothing(when: LandscapeMoment, refused: int) -> TrialscapeError:
    """Return the sentence for an archive without a trial to show."""
    if refused:
        return ArchiveError(
            f"None of the {refused} records in the archive can be read; refresh into another data folder."
        )
    if when.as_of is not None:
        return ArchiveError(f"No trial is known as of {when.as_of}; choose a later day.")
    return CheckError("The searches found no trial, so nothing was published; check the words in searches.toml.")


def _snapshot(config: Config, when: LandscapeMoment, last: Manifest) -> Snapshot:
    day = when.as_of or dt.date.fromisoformat(last.edition[:10])
    return Snapshot(
        snapshot_id=f"{day}{'-registry' if when.registry_clock else ''}-{config.figure_version}",
        as_of=day,
        edition=last.edition,
        is_demo=last.demo,
        rule_version=config.rule_version,
        figure_version=config.figure_version,
        code_version=code_version(),
        report_versions={report.id: report_version(report) for report in config.reports},
        is_past=when.as_of is not None,
        clock=when.clock,
        rules="then" if when.rules_of_then else "today",
        archive_run=last.run,
    )


_HIT_COLUMNS = ("search", "nct_id", "first_seen", "last_seen", "left_at")


def _hits(archive: Archive, when: LandscapeMoment, searches: set[str]) -> list[Membership]:
    """Return memberships of configured searches; a removed search no longer defines the tracked set."""
    return [
        item for item in archive.membership(when.as_of, registry_clock=when.registry_clock) if item.search in searches
    ]


def _hit_row(item: Membership) -> Row:
    left = item.left_at.replace(tzinfo=None) if item.left_at else None
    first, last = item.first_seen.replace(tzinfo=None), item.last_seen.replace(tzinfo=None)
    return item.search, item.nct_id, first, last, left


class _Filler:
    """Turns batches of stored versions into rows of all tables that hold trials."""

    def __init__(self, config: Config, classifier: Classifier) -> None:
        self._classifier = classifier
        self._confidence = Confidence(config.confidence)
        self._sponsors = SponsorReader(config.companies)
        self._sites = rows.SiteRows(build_facilities(config))
        self._rules: set[Row] = set()
        self.expected = ExpectationCheck(config.expectations)
        self.reader = StoredStudyReader()
        # Trials that a search holds; of those with a readable record, the run that brought it.
        self.held: set[str] = set()
        self.tracked: dict[str, str] = {}
        # The brief titles of all trials with a readable record.
        self.titles: dict[str, str] = {}
        # Signals of the trials whose labels are defaults, because their texts are longer than the budget allows.
        self.too_long: list[Row] = []

    def tables(self, batch: list[tuple[StoredVersion, Study]]) -> Iterator[tuple[str, tuple[str, ...], list[Row]]]:
        studies = [study for _, study in batch]
        self.tracked.update((version.nct_id, version.run) for version, _ in batch if version.nct_id in self.held)
        self.titles.update((version.nct_id, study.brief_title) for version, study in batch)
        self.expected.see(study for study in studies if study.nct_id in self.held)
        results = [self._classifier.classify(study) for study in studies]
        for result in results:
            if result.too_long and result.nct_id in self.tracked:
                self.too_long.append((TOO_LONG, "classification", f"{result.too_long} characters", result.nct_id))
            self._rules.update((result.rule_version, item.axis, item.label, item.rule) for item in result.verdicts)
        yield "raw.study_version", rows.VERSION_COLUMNS, [rows.version_row(version) for version, _ in batch]
        yield (
            "raw.verdict",
            rows.VERDICT_COLUMNS,
            [row for item in results for row in rows.verdict_rows(item, self._confidence)],
        )
        yield "raw.evidence", rows.EVIDENCE_COLUMNS, [row for item in results for row in rows.evidence_rows(item)]
        yield "raw.defeat", rows.DEFEAT_COLUMNS, [row for item in results for row in rows.defeat_rows(item)]
        yield "raw.curated_label", rows.CURATED_COLUMNS, [row for item in results for row in rows.curated_rows(item)]
        sponsors = [row for study in studies for row in rows.sponsor_rows(study, self._sponsors)]
        yield "raw.sponsor_company", rows.SPONSOR_COLUMNS, sponsors
        yield "raw.site_class", rows.SITE_COLUMNS, [row for study in studies for row in self._sites.rows(study)]

    def rule_rows(self) -> list[Row]:
        return sorted(self._rules)
