"""Hand the records to the build: as rows that an earlier build stored for the same version, or as JSON when few."""

from collections.abc import Iterable, Sequence
from functools import partial

from trialscape.archive.files.model import StoredVersion, VersionHead, VersionKey
from trialscape.archive.store import Archive
from trialscape.paths import sql_folder
from trialscape.readings.store import ReadingStore
from trialscape.resources import usable_cores
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
# What one part takes while it is made: its records, and DuckDB's limit.
_MEMORY = 800_000_000


def are_kept(heads: Sequence[VersionHead]) -> bool:
    """Return whether these are so many versions that rows of each are kept from build to build."""
    return len(heads) >= _LEAST_KEPT


def hand_over_records(
    builder: Builder,
    archive: Archive,
    readings: ReadingStore,
    heads: list[VersionHead],
    configured: Iterable[Table],
    threads: int = 0,
) -> int:
    """Give the build the records of ``heads``, which are ordered by trial, or the rows that follow from them.

    ``configured`` are the tables of the configuration, ``threads`` how many cores may be used (0: all). Returns how
    many records were read.
    """
    if not are_kept(heads):
        builder.add_records((version.nct_id, version.record) for version in archive.read(_keys(heads)))
        return len(heads)
    tables = VersionTables(find_sql_files(sql_folder()), {name: (columns, rows) for name, columns, rows in configured})
    store = readings.inner(_NAME, tables.version())
    versions = [version_of(head) for head in heads]
    missing = [head for head, version in zip(heads, versions, strict=True) if version not in store]
    parts = (missing[start : start + _PART] for start in range(0, len(missing), _PART))
    # DuckDB makes the rows of one part on one core, so several parts are made at once.
    store.add_files(
        ((partial(tables.write, _records(archive, part)), map(version_of, part)) for part in parts),
        usable_cores(threads, _MEMORY),
    )
    builder.open_readings(VIEW, *store.source(versions))
    return len(missing)


def _records(archive: Archive, heads: list[VersionHead]) -> list[VersionRecord]:
    return [_record(head, version) for head, version in zip(heads, archive.read(_keys(heads)), strict=True)]


def _keys(heads: Iterable[VersionHead]) -> list[VersionKey]:
    return [VersionKey(*head[:3]) for head in heads]


def version_of(head: VersionHead) -> tuple[str, str]:
    """Return the key of the rows of a version; they contain when it was first seen."""
    return head.nct_id, f"{head.seen_at.isoformat()} {head.content_hash}"


def _record(head: VersionHead, version: StoredVersion) -> VersionRecord:
    row = version_row(head)
    return (*version_of(head), row[1], row[2], row[3], version.record)
