"""Runs and records for tests of the archive, all of them written to and read from real Parquet files."""

import gzip
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.support.records.studies import Record, make_record
from trialscape.archive import Archive, RunInfo, RunKind, RunSummary

_SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
START = datetime(2026, 1, 5, 6, tzinfo=UTC)


def day(number: int) -> datetime:
    """Return the moment of the run on day ``number``."""
    return START + timedelta(days=number)


def trial(number: int, title: str = "A trial", posted: str = "2026-01-02", holder: str = "2026-01-05") -> Record:
    """Return a record; ``title`` is its content, ``holder`` the data set from which it was served."""
    record = make_record(f"NCT{number:08d}", title=title, last_update_posted=posted)
    return {**record, "derivedSection": {"miscInfoModule": {"versionHolder": holder}}}


def write_run(
    archive: Archive,
    at: datetime,
    searches: Mapping[str, Iterable[Record]],
    kind: RunKind = RunKind.FULL,
    expected: int | None = None,
) -> RunSummary:
    """Commit one run that found these records."""
    info = RunInfo(kind, at.strftime("%Y-%m-%dT09:00:05"), started=at)
    with archive.begin(info) as writer:
        for search, records in searches.items():
            for record in records:
                writer.add(record, search)
            writer.finish_search(search, expected)
        return writer.commit()


def titles(archive: Archive, as_of: datetime | None = None, *, registry_clock: bool = False) -> dict[str, str]:
    """Return the title of each trial as known at ``as_of``."""
    found = archive.versions(as_of, registry_clock=registry_clock)
    return {item.nct_id: title_of(orjson.loads(item.record)) for item in found}


def title_of(record: Record) -> str:
    """Return a record's title."""
    return str(record["protocolSection"]["identificationModule"]["briefTitle"])


def shared_lines(name: str) -> Iterator[dict[str, Any]]:
    """Yield the lines of a file of real records next to the checkout, or skip the test."""
    path = _SHARED / name
    if not path.is_file():
        pytest.skip(f"the real registry records ({name}) do not lie beside this checkout")
    with gzip.open(path) as lines:
        yield from map(orjson.loads, lines)
