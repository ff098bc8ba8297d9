"""Queries on the archive. Records are read in order and in batches, so memory holds one batch only."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import duckdb

from trialscape.archive.files.model import (
    Fate,
    HitEvent,
    Membership,
    StoredFate,
    StoredHit,
    StoredSignal,
    StoredVersion,
    VersionHead,
    VersionKey,
)
from trialscape.archive.files.parts import Part, archive_errors, fill_table, parquet_source, require_intact
from trialscape.archive.files.prepared import clean_stored_text
from trialscape.archive.history.registry_clock import Postings, with_registry_days
from trialscape.archive.view import View, on_stable_view
from trialscape.database import shared_connection
from trialscape.errors import ArchiveError
from trialscape.queries import query_text

# A thousand records of 15 kB are 15 MB, the maximum that one reader keeps in memory.
_BATCH = 1000
# Moments that are known in UTC: most rows of an archive are of a few runs.
_MOMENTS = 4_096
_LAST_ID = "\U0010ffff"
# Looking up an event by its value takes a third of the time of calling its type.
_EVENTS = {event.value: event for event in HitEvent}
# The range of ids of each part of the archive that was read last; parts never change, and their hash tells them apart.
_RANGES: dict[Part, tuple[str, str]] = {}

# Returns the files that hold what the parameters of a query ask for.
Holding = Callable[[duckdb.DuckDBPyConnection, Mapping[Path, Part], Mapping[str, Any]], list[Path]]


def latest_hashes(folder: Path) -> dict[str, str]:
    """Return the content hash of the latest version of every trial."""
    return dict(_ask(folder, "records", "archive/known"))


def version_keys(folder: Path, until: datetime | None, *, registry_clock: bool) -> list[VersionKey]:
    """Return the key of the current version of each trial, in the order of the trials' ids."""
    rows = _ask(
        folder, "records", "archive/keys_as_posted" if registry_clock else "archive/keys_as_seen", {"until": until}
    )
    return [VersionKey(*row) for row in rows]


def all_keys(folder: Path, *, changed_only: bool = False) -> list[VersionKey]:
    """Return every version of every trial (that has several), by id and time."""
    query = "archive/changed_keys" if changed_only else "archive/all_keys"
    return [VersionKey(*row) for row in _ask(folder, "records", query)]


def stream(folder: Path, keys: list[VersionKey]) -> Iterator[StoredVersion]:
    """Yield the versions that ``keys`` (sorted) name, batch by batch."""
    for start in range(0, len(keys), _BATCH):
        yield from map(_version, on_stable_view(folder, partial(_pick, keys=keys[start : start + _BATCH])))


def stream_from(view: View, keys: list[VersionKey]) -> Iterator[StoredVersion]:
    """Yield the versions that ``keys`` (sorted) name from the parts of ``view``, batch by batch."""
    for start in range(0, len(keys), _BATCH):
        yield from map(_version, _pick(view, keys[start : start + _BATCH]))


def version_heads(folder: Path, keys: Sequence[VersionKey]) -> list[VersionHead]:
    """Return what is stored of the versions that ``keys`` (sorted) name besides their records."""
    wanted = [(key.nct_id, key.seen_at) for key in keys]
    columns = "nct_id VARCHAR, seen_at TIMESTAMP"

    def work(view: View) -> list[VersionHead]:
        rows = _select(view, "records", "archive/heads", {}, wanted=(columns, wanted))
        return [VersionHead(*row) for row in rows]

    return on_stable_view(folder, work) if keys else []


def membership(folder: Path, until: datetime | None) -> list[Membership]:
    """Return each trial of each search with the times it was first and last seen, as known at ``until``."""

    def work(view: View) -> list[Membership]:
        walks = [
            (entry.search, run.seen_at.replace(tzinfo=None))
            for run in view.runs
            for entry in run.searches
            if entry.shows_departures
        ]
        rows = _select(
            view, "hits", "archive/membership", {"until": until}, walk=("search VARCHAR, seen_at TIMESTAMP", walks)
        )
        return [Membership(r[0], r[1], _in_utc(r[2]), _in_utc(r[3]), _in_utc(r[4]) if r[4] else None) for r in rows]

    return on_stable_view(folder, work)


def hits(folder: Path, until: datetime | None) -> list[StoredHit]:
    """Return every event of every search in chronological order, each with the registry's day for it."""
    rows = _ask(folder, "hits", "archive/hits", {"until": until})
    found = [StoredHit(r[0], _in_utc(r[1]), r[2], r[3], _EVENTS[r[4]], r[1].date()) for r in rows]
    answered = _ask(folder, "records", "archive/postings")
    return with_registry_days(
        found, Postings((nct_id, _in_utc(seen_at), posted_on) for nct_id, seen_at, posted_on in answered)
    )


def signals(folder: Path, until: datetime | None) -> list[StoredSignal]:
    """Return every distinct signal with the run that first recorded it."""
    return _signals(folder, "archive/signals", until)


def sightings(folder: Path, until: datetime | None) -> list[StoredSignal]:
    """Return every signal of every run."""
    return _signals(folder, "archive/sightings", until)


def _signals(folder: Path, query: str, until: datetime | None) -> list[StoredSignal]:
    rows = _ask(folder, "signals", query, {"until": until})
    return [StoredSignal(r[0], _in_utc(r[1]), *r[2:]) for r in rows]


def fates(folder: Path, until: datetime | None) -> list[StoredFate]:
    """Return the fates of departed trials, in chronological order."""
    rows = _ask(folder, "fates", "archive/fates", {"until": until})
    return [StoredFate(r[0], _in_utc(r[1]), r[2], Fate(r[3]), r[4]) for r in rows]


def unexplained_departures(folder: Path) -> list[str]:
    """Return the departed trials whose fate was not looked up since, in the order of departure."""
    answered = {item.nct_id: item.seen_at for item in fates(folder, None)}
    left = [(nct_id, _in_utc(at)) for nct_id, at in _ask(folder, "hits", "archive/departed")]
    return [nct_id for nct_id, at in left if nct_id not in answered or answered[nct_id] < at]


def _pick(view: View, keys: list[VersionKey]) -> list[tuple[Any, ...]]:
    """Fetch one batch of records; files and row groups whose range of ids holds none of them are not read."""
    bounds = {"first": keys[0].nct_id, "last": keys[-1].nct_id}
    wanted = [(key.nct_id, key.seen_at) for key in keys]
    columns = "nct_id VARCHAR, seen_at TIMESTAMP"
    rows = _select(view, "records", "archive/pick", bounds, holding=_holding, wanted=(columns, wanted))
    if len(rows) != len(keys):
        raise ArchiveError(
            f"The archive in {view.folder} returned {len(rows)} of {len(keys)} records; "
            "run `trialscape archive verify` to find the damaged part."
        )
    return rows


def _version(row: tuple[Any, ...]) -> StoredVersion:
    return StoredVersion(row[0], row[1], row[2], _in_utc(row[3]), row[4], row[5], clean_stored_text(row[6]))


def _ask(folder: Path, kind: str, query: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
    return on_stable_view(folder, lambda view: _select(view, kind, query, parameters or {}))


def _select(
    view: View,
    kind: str,
    query: str,
    parameters: Mapping[str, Any],
    *,
    holding: Holding | None = None,
    **tables: tuple[str, Sequence[tuple[Any, ...]]],
) -> list[tuple[Any, ...]]:
    """Run the query named ``query`` over all parts of one kind, or those ``holding`` what the parameters ask for.

    ``tables`` (columns, rows) become temporary tables.
    """
    parts = view.of_kind(kind)
    if not parts:
        return []
    for path, part in parts.items():
        require_intact(path, part)
    with archive_errors(f"reading the {kind} in {view.folder}"), shared_connection() as database:
        for name, (columns, rows) in tables.items():
            fill_table(database, name, columns, rows)
        files = list(parts) if holding is None else holding(database, parts, parameters)
        if not files:
            return []
        return database.execute(query_text(query).format(source=parquet_source(files)), dict(parameters)).fetchall()


def _holding(database: duckdb.DuckDBPyConnection, parts: Mapping[Path, Part], asked: Mapping[str, Any]) -> list[Path]:
    """Return the files of records with a trial between ``first`` and ``last`` of ``asked``."""
    if _RANGES.keys() != set(parts.values()):
        files = {str(path): part for path, part in parts.items()}
        found = database.execute(query_text("archive/id_ranges"), {"files": list(files)}).fetchall()
        _RANGES.clear()
        _RANGES.update({files[name]: (first or "", last or _LAST_ID) for name, first, last in found})
    return [
        path for path, part in parts.items() if _RANGES[part][0] <= asked["last"] and asked["first"] <= _RANGES[part][1]
    ]


@lru_cache(_MOMENTS)
def _in_utc(time: datetime) -> datetime:
    return time.replace(tzinfo=UTC)
