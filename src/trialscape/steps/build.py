"""Build a warehouse from the archive: parse, classify, fill the raw tables, build the layers, check, publish."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from trialscape import __version__
from trialscape.archive.manifest import Manifest
from trialscape.archive.model import StoredVersion
from trialscape.archive.store import Archive
from trialscape.classify.assemble import build_classifier, build_facilities
from trialscape.classify.engine import Classifier
from trialscape.classify.sponsors import SponsorReader
from trialscape.config.load import Config
from trialscape.config.reports import report_version
from trialscape.errors import ArchiveError
from trialscape.paths import sql_folder
from trialscape.steps import study_rows as rows
from trialscape.steps.change_rows import CHANGE_COLUMNS, change_rows
from trialscape.steps.config_rows import config_tables
from trialscape.steps.expect import Expected
from trialscape.steps.rule_book import keep_rules, note_rules
from trialscape.steps.when import NOW, When, last_run_of
from trialscape.study.parse import parse_study
from trialscape.warehouse.build import Builder
from trialscape.warehouse.snapshot import Snapshot

# Trials that are classified before their rows go into the warehouse; keeps memory flat.
_BATCH = 500

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Built:
    """A published warehouse: its file, how many trials it holds, and whether their texts are stand-ins."""

    path: Path
    trials: int
    is_demo: bool
    rule_version: str


def archive_folder(data: Path) -> Path:
    """Return where the archive lies in a data folder."""
    return data / "archive"


def warehouse_folder(data: Path) -> Path:
    """Return where the warehouse lies in a data folder."""
    return data / "warehouse"


def build_warehouse(
    config: Config,
    data: Path,
    when: When = NOW,
    *,
    folder: Path | None = None,
    on_trials: Callable[[int], None] | None = None,
) -> Built:
    """Build and publish a warehouse from the archive in ``data``, for now or as of a past day.

    ``folder`` (default: the data folder's own) is where it is published. Raises ArchiveError when the archive is empty
    or knew nothing then, CheckError when a check fails (the old warehouse then stands).
    """
    archive = Archive(archive_folder(data))
    last = last_run_of(archive, when)
    filler = _Filler(config, build_classifier(config))
    keep = config.settings.publish.keep_versions
    with Builder(folder or warehouse_folder(data), sql_folder(), keep=keep) as builder:
        count = _fill(builder, archive, config, filler, when, on_trials)
        snapshot = _snapshot(config, when, last)
        is_in_force = when.as_of is None and folder is None
        if is_in_force:
            keep_rules(data, config)
        path = builder.finish(snapshot)
        if is_in_force:
            note_rules(data, config)
    return Built(path, count, last.demo, config.rule_version)


def _fill(
    builder: Builder,
    archive: Archive,
    config: Config,
    filler: "_Filler",
    when: When,
    on_trials: Callable[[int], None] | None,
) -> int:
    """Fill all raw tables; return how many trials there are."""
    for table, columns, content in config_tables(config):
        builder.insert(table, columns, content)
    count = 0
    versions = archive.versions(when.as_of, registry_clock=when.registry_clock)
    while batch := list(islice(versions, _BATCH)):
        for table, columns, content in filler.tables(batch):
            builder.insert(table, columns, content)
        count += len(batch)
        if on_trials is not None:
            on_trials(count)
    if count == 0:
        raise ArchiveError(f"No trial is known as of {when.as_of}; choose a later day.")
    builder.insert("raw.search_hit", _HIT_COLUMNS, _hits(archive, when, {item.id for item in config.searches}))
    builder.insert("raw.rules", ("rule_version", "axis", "label", "rule"), filler.rule_rows())
    history = change_rows(archive, config, when.as_of, registry_clock=when.registry_clock)
    builder.insert("raw.change", CHANGE_COLUMNS, history)
    signals = [(item.kind, item.place, item.value, item.nct_id) for item in archive.signals(when.as_of)]
    filler.expected.check(len({row[3] for row in signals if row[0] == "unknown_enum"}))
    builder.insert("raw.signal", ("kind", "place", "value", "nct_id"), signals)
    return count


def _snapshot(config: Config, when: When, last: Manifest) -> Snapshot:
    day = when.as_of or dt.date.fromisoformat(last.edition[:10])
    return Snapshot(
        snapshot_id=f"{day}{'-registry' if when.registry_clock else ''}-{config.figure_version}",
        as_of=day,
        edition=last.edition,
        is_demo=last.demo,
        rule_version=config.rule_version,
        figure_version=config.figure_version,
        code_version=__version__,
        report_versions={report.id: report_version(report) for report in config.reports},
        is_past=when.as_of is not None,
        clock=when.clock,
        rules="then" if when.rules_of_then else "today",
        archive_run=last.run,
    )


_HIT_COLUMNS = ("run", "search", "nct_id", "first_seen", "last_seen", "left_at")


def _hits(archive: Archive, when: When, searches: set[str]) -> Iterator[Row]:
    """Yield memberships of searches that still exist; a search taken out of config no longer defines the set."""
    for item in archive.membership(when.as_of, registry_clock=when.registry_clock):
        if item.search in searches:
            left = item.left_at.replace(tzinfo=None) if item.left_at else None
            first, last = item.first_seen.replace(tzinfo=None), item.last_seen.replace(tzinfo=None)
            yield "all", item.search, item.nct_id, first, last, left


class _Filler:
    """Turns batches of stored versions into rows of all tables that hold trials."""

    def __init__(self, config: Config, classifier: Classifier) -> None:
        self._classifier = classifier
        self._sponsors = SponsorReader(config.companies)
        self._sites = rows.SiteRows(build_facilities(config))
        self._rules: set[Row] = set()
        self.expected = Expected(config.expectations)

    def tables(self, batch: list[StoredVersion]) -> Iterator[tuple[str, tuple[str, ...], list[Row]]]:
        studies = [parse_study(version.record)[0] for version in batch]
        self.expected.see(studies)
        results = [self._classifier.classify(study) for study in studies]
        for result in results:
            self._rules.update((result.rule_version, item.axis, item.label, item.rule) for item in result.verdicts)
        yield "raw.study_version", rows.VERSION_COLUMNS, [rows.version_row(version) for version in batch]
        yield "raw.verdict", rows.VERDICT_COLUMNS, [row for item in results for row in rows.verdict_rows(item)]
        yield "raw.evidence", rows.EVIDENCE_COLUMNS, [row for item in results for row in rows.evidence_rows(item)]
        yield "raw.defeat", rows.DEFEAT_COLUMNS, [row for item in results for row in rows.defeat_rows(item)]
        sponsors = [row for study in studies for row in rows.sponsor_rows(study, self._sponsors)]
        yield "raw.sponsor_company", rows.SPONSOR_COLUMNS, sponsors
        yield "raw.site_class", rows.SITE_COLUMNS, [row for study in studies for row in self._sites.rows(study)]

    def rule_rows(self) -> list[Row]:
        return sorted(self._rules)
