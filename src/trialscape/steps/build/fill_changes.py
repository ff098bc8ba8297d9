"""Fill ``raw.change``: changes between versions are stored by trial, and compared again if a version was added."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TypeVar

import orjson

from trialscape.archive.files.model import StoredVersion, VersionKey, to_utc_moment
from trialscape.archive.store import Archive
from trialscape.config.load import Config
from trialscape.program_version import code_version
from trialscape.readings.store import ReadingStore
from trialscape.steps.inputs.as_of import LandscapeMoment
from trialscape.steps.rows.change_rows import CHANGE_COLUMNS, VersionChanges, set_change_rows
from trialscape.warehouse.build import Builder

Item = TypeVar("Item")

_NAME, _COLUMNS = "changes", "readings/change_lines"


def fill_changes(
    builder: Builder,
    archive: Archive,
    config: Config,
    readings: ReadingStore,
    moment: LandscapeMoment,
    titles: Mapping[str, str],
) -> int:
    """Fill the table with what is known at ``moment``; return how many trials had to be compared.

    ``titles`` are the brief titles of the trials.
    """
    store = readings.inner(_NAME, _version(config), _COLUMNS)
    histories = {nct_id: list(keys) for nct_id, keys in groupby(archive.changed_keys(), key=lambda key: key.nct_id)}
    wanted = [(nct_id, _history_hash(keys)) for nct_id, keys in histories.items()]
    missing = dict(item for item in wanted if item not in store)
    if missing:
        versions = archive.read([key for nct_id in missing for key in histories[nct_id]])
        store.add(_until_stopped(builder, _lines(versions, missing, VersionChanges(config))), missing.items())
    if wanted:
        until = to_utc_moment(moment.as_of)
        known = {
            "seen": None if moment.registry_clock or until is None else until.replace(tzinfo=None),
            "registry_day": moment.as_of if moment.registry_clock else None,
        }
        builder.open_readings("history", *store.source(wanted))
        builder.insert_from("raw.change", "readings/changes", known)
    of_the_set = set_change_rows(archive, config, titles, moment.as_of, registry_clock=moment.registry_clock)
    builder.insert("raw.change", CHANGE_COLUMNS, _until_stopped(builder, of_the_set))
    return len(missing)


def _until_stopped(builder: Builder, items: Iterable[Item]) -> Iterator[Item]:
    """Yield the items; raise StoppedError when the build has failed or was stopped, which waits for this work."""
    for item in items:
        builder.check_stop()
        yield item


def _version(config: Config) -> str:
    """Return twelve hex digits that change with anything that a comparison depends on, the versions apart."""
    words = (config.countries, config.changes, config.companies, config.agents, config.modality.placebo)
    return hashlib.sha256(repr((code_version(), *words)).encode()).hexdigest()[:12]


def _history_hash(keys: Sequence[VersionKey]) -> str:
    return hashlib.sha256(repr([(key.seen_at, key.content_hash) for key in keys]).encode()).hexdigest()


def _lines(versions: Iterable[StoredVersion], hashes: Mapping[str, str], changes: VersionChanges) -> Iterator[bytes]:
    for nct_id, group in groupby(versions, key=lambda version: version.nct_id):
        rows = [dict(zip(CHANGE_COLUMNS, row, strict=True)) for row in changes.rows(group)]
        yield orjson.dumps({"nct_id": nct_id, "content_hash": hashes[nct_id], "changes": rows})
