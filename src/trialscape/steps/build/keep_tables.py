"""Hand the records to the build: as rows that an earlier build stored for the same version, or as JSON when few."""

from collections.abc import Iterable
from functools import partial

from trialscape.archive.files.model import StoredVersion, VersionHead, VersionKey
from trialscape.archive.store import Archive
from trialscape.paths import sql_folder
from trialscape.readings.store import ReadingStore
from trialscape.steps.rows.study_rows import version_row
from trialscape.steps.rows.table_rows import Table
from trialscape.warehouse.build import Builder
from trialscape.warehouse.sqlfiles import find_sql_files
from trialscape.warehouse.version_tables import VIEW, VersionRecord, VersionTables

_NAME = "tables"
# With fewer trials, reading their JSON takes less time than opening the stored rows.
_LEAST_KEPT = 2_000
# Versions of one part: some 80 MB of JSON.
_PART = 4_000


def hand_over_records(
    builder: Builder, archive: Archive, readings: ReadingStore, heads: list[VersionHead], configured: Iterable[Table]
) -> int:
    """Give the build the records of ``heads``, which are ordered by trial, or the rows that follow from them.

    ``configured`` are the tables of the configuration. Returns how many records were read.
    """
    if len(heads) < _LEAST_KEPT:
        builder.add_records((version.nct_id, version.record) for version in archive.read(_keys(heads)))
        return len(heads)
    tables = VersionTables(find_sql_files(sql_folder()), {name: (columns, rows) for name, columns, rows in configured})
    store = readings.inner(_NAME, tables.version())
    missing = [head for head in heads if _version(head) not in store]
    for start in range(0, len(missing), _PART):
        part = missing[start : start + _PART]
        versions = archive.read(_keys(part))
        records = [_record(head, version) for head, version in zip(part, versions, strict=True)]
        store.add_file(partial(tables.write, records), map(_version, part))
    builder.open_readings(VIEW, *store.source(map(_version, heads)))
    return len(missing)


def _keys(heads: Iterable[VersionHead]) -> list[VersionKey]:
    return [VersionKey(*head[:3]) for head in heads]


def _version(head: VersionHead) -> tuple[str, str]:
    """Return the key of the rows of a version; they contain when it was first seen."""
    return head.nct_id, f"{head.seen_at.isoformat()} {head.content_hash}"


def _record(head: VersionHead, version: StoredVersion) -> VersionRecord:
    row = version_row(head)
    return (*_version(head), row[1], row[2], row[3], version.record)
