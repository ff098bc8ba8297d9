"""Questions to the archive. Records come out one by one, in order, with memory for one batch only."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

from trialscape.archive.files.model import (
    Fate,
    HitEvent,
    Membership,
    StoredFate,
    StoredHit,
    StoredSignal,
    StoredVersion,
)
from trialscape.archive.files.parts import connection, fill_table, guarded, require_sound, sources
from trialscape.archive.files.prepared import cleaned
from trialscape.archive.history.registry_clock import Postings, dated
from trialscape.archive.view import View, on_stable_view
from trialscape.errors import ArchiveError

# A thousand records of 15 kB are 15 MB, the most that one reader holds.
_BATCH = 1000

# A version is named by its trial and the time of the run that brought it; no run stores two versions of one trial.
Key: TypeAlias = tuple[str, datetime]

_PICK = """
SELECT nct_id, content_hash, last_update_posted, seen_at, edition, run, record
FROM {source} JOIN wanted USING (nct_id, seen_at)
WHERE nct_id BETWEEN $first AND $last
ORDER BY nct_id, seen_at
"""

_KNOWN = "SELECT nct_id, arg_max(content_hash, seen_at) FROM {source} GROUP BY nct_id"

_ALL = "SELECT nct_id, seen_at FROM {source} ORDER BY nct_id, seen_at"

# Whoever asks for changes has no use for trials that never changed.
_CHANGED = """
SELECT nct_id, seen_at FROM {source}
QUALIFY count(*) OVER (PARTITION BY nct_id) > 1
ORDER BY nct_id, seen_at
"""

_AS_SEEN = """
SELECT nct_id, max(seen_at) FROM {source}
WHERE $until IS NULL OR seen_at <= $until
GROUP BY nct_id ORDER BY nct_id
"""

# The registry's clock is the day on which it posted an update. A version without a newer post date than the one
# before it is a silent change, of which only our own sighting is known, so that day counts instead.
_DATED = """
WITH dated AS (
    SELECT nct_id, seen_at, last_update_posted, max(last_update_posted) OVER (
        PARTITION BY nct_id ORDER BY seen_at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS posted_before
    FROM {source}
), effective AS (
    SELECT nct_id, seen_at, CASE
        WHEN last_update_posted > coalesce(posted_before, '') THEN last_update_posted
        ELSE strftime(seen_at, '%Y-%m-%d') END AS said_on
    FROM dated
)
"""

_AS_POSTED = (
    _DATED
    + """
SELECT nct_id, max(seen_at) FROM effective
WHERE $until IS NULL OR said_on <= strftime($until, '%Y-%m-%d')
GROUP BY nct_id ORDER BY nct_id
"""
)

_POSTINGS = _DATED + " SELECT nct_id, seen_at, said_on FROM effective ORDER BY nct_id, seen_at"  # noqa: S608

# A full walk of a search has seen every trial that was in the search then, although it stores no row for each.
_MEMBERSHIP = """
WITH hit AS (
    SELECT search, nct_id, min(seen_at) AS first_seen,
           max(seen_at) FILTER (event NOT IN ('left', 'dropped')) AS last_hit,
           CASE WHEN arg_max(event, seen_at) IN ('left', 'dropped') THEN max(seen_at) END AS left_at
    FROM {source} WHERE $until IS NULL OR seen_at <= $until
    GROUP BY search, nct_id
)
SELECT hit.search, nct_id, first_seen, greatest(last_hit, max(walk.seen_at)) AS last_seen, left_at
FROM hit LEFT JOIN walk
  ON walk.search = hit.search AND walk.seen_at < coalesce(left_at, TIMESTAMP 'infinity')
 AND ($until IS NULL OR walk.seen_at <= $until)
GROUP BY hit.search, nct_id, first_seen, last_hit, left_at
ORDER BY hit.search, nct_id
"""

_HITS = """
SELECT run, seen_at, search, nct_id, event FROM {source}
WHERE $until IS NULL OR seen_at <= $until
ORDER BY seen_at, search, nct_id
"""

_SIGNALS = """
SELECT arg_min(run, seen_at), min(seen_at), kind, place, value, nct_id FROM {source}
WHERE $until IS NULL OR seen_at <= $until
GROUP BY kind, place, value, nct_id ORDER BY kind, place, value, nct_id
"""

_SIGHTINGS = """
SELECT DISTINCT run, seen_at, kind, place, value, nct_id FROM {source}
WHERE $until IS NULL OR seen_at <= $until
ORDER BY ALL
"""

_FATES = """
SELECT run, seen_at, nct_id, fate, detail FROM {source}
WHERE $until IS NULL OR seen_at <= $until
ORDER BY seen_at, nct_id
"""

# Where only other words of our own let a trial go, the registry has nothing to explain.
_DEPARTED = """
WITH latest AS (
    SELECT search, nct_id, arg_max(event, seen_at) AS event, max(seen_at) AS since FROM {source} GROUP BY search, nct_id
)
SELECT nct_id, max(since) FILTER (event = 'left') FROM latest
GROUP BY nct_id HAVING bool_and(event IN ('left', 'dropped')) AND bool_or(event = 'left')
ORDER BY 2, 1
"""


def known(folder: Path) -> dict[str, str]:
    """Return the content hash of the latest version of every trial."""
    return dict(_ask(folder, "records", _KNOWN))


def version_keys(folder: Path, until: datetime | None, *, registry_clock: bool) -> list[Key]:
    """Return which version of each trial was the current one, in the order of the trials' ids."""
    rows = _ask(folder, "records", _AS_POSTED if registry_clock else _AS_SEEN, {"until": until})
    return [(nct_id, seen_at) for nct_id, seen_at in rows]


def all_keys(folder: Path, *, changed_only: bool = False) -> list[Key]:
    """Return every version of every trial (that has several), by id and time."""
    return [(nct_id, seen_at) for nct_id, seen_at in _ask(folder, "records", _CHANGED if changed_only else _ALL)]


def stream(folder: Path, keys: list[Key]) -> Iterator[StoredVersion]:
    """Yield the versions that ``keys`` (sorted) name, batch by batch."""
    for start in range(0, len(keys), _BATCH):
        for row in _pick(folder, keys[start : start + _BATCH]):
            yield StoredVersion(row[0], row[1], row[2], _aware(row[3]), row[4], row[5], cleaned(row[6]))


def membership(folder: Path, until: datetime | None) -> list[Membership]:
    """Return each trial of each search with its first and last sight, as known at ``until``."""

    def work(view: View) -> list[Membership]:
        walks = [
            (entry.search, run.seen_at.replace(tzinfo=None))
            for run in view.runs
            for entry in run.searches
            if entry.tells_departures
        ]
        rows = _select(view, "hits", _MEMBERSHIP, {"until": until}, walk=("search VARCHAR, seen_at TIMESTAMP", walks))
        return [Membership(r[0], r[1], _aware(r[2]), _aware(r[3]), _aware(r[4]) if r[4] else None) for r in rows]

    return on_stable_view(folder, work)


def hits(folder: Path, until: datetime | None) -> list[StoredHit]:
    """Return every event of every search in the order of time, each with the registry's day for it."""
    rows = _ask(folder, "hits", _HITS, {"until": until})
    found = [StoredHit(r[0], _aware(r[1]), r[2], r[3], HitEvent(r[4]), r[1].date()) for r in rows]
    told = _ask(folder, "records", _POSTINGS)
    return dated(found, Postings((nct_id, _aware(seen_at), said_on) for nct_id, seen_at, said_on in told))


def signals(folder: Path, until: datetime | None) -> list[StoredSignal]:
    """Return every distinct signal with the run that met it first."""
    return _signals(folder, _SIGNALS, until)


def sightings(folder: Path, until: datetime | None) -> list[StoredSignal]:
    """Return every signal of every run."""
    return _signals(folder, _SIGHTINGS, until)


def _signals(folder: Path, query: str, until: datetime | None) -> list[StoredSignal]:
    rows = _ask(folder, "signals", query, {"until": until})
    return [StoredSignal(r[0], _aware(r[1]), *r[2:]) for r in rows]


def fates(folder: Path, until: datetime | None) -> list[StoredFate]:
    """Return what became of trials that left, in the order of time."""
    rows = _ask(folder, "fates", _FATES, {"until": until})
    return [StoredFate(r[0], _aware(r[1]), r[2], Fate(r[3]), r[4]) for r in rows]


def unexplained(folder: Path) -> list[str]:
    """Return the trials that left every search and that nobody has asked for since, the first to leave first."""
    told = {item.nct_id: item.seen_at for item in fates(folder, None)}
    left = [(nct_id, _aware(at)) for nct_id, at in _ask(folder, "hits", _DEPARTED)]
    return [nct_id for nct_id, at in left if nct_id not in told or told[nct_id] < at]


def _pick(folder: Path, keys: list[Key]) -> list[tuple[Any, ...]]:
    """Fetch one batch of records; the range of ids spares DuckDB the row groups that hold none of them."""

    def work(view: View) -> list[tuple[Any, ...]]:
        bounds = {"first": keys[0][0], "last": keys[-1][0]}
        rows = _select(view, "records", _PICK, bounds, wanted=("nct_id VARCHAR, seen_at TIMESTAMP", keys))
        if len(rows) != len(keys):
            raise ArchiveError(
                f"The archive in {folder} gave {len(rows)} of {len(keys)} records; "
                "run `trialscape archive verify` to find the damaged part."
            )
        return rows

    return on_stable_view(folder, work)


def _ask(folder: Path, kind: str, query: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
    return on_stable_view(folder, lambda view: _select(view, kind, query, parameters or {}))


def _select(
    view: View,
    kind: str,
    query: str,
    parameters: Mapping[str, Any],
    **tables: tuple[str, Sequence[tuple[Any, ...]]],
) -> list[tuple[Any, ...]]:
    """Run ``query`` over all parts of one kind, with ``tables`` (columns and rows) beside them."""
    parts = view.of_kind(kind)
    if not parts:
        return []
    for path, part in parts.items():
        require_sound(path, part)
    with guarded(f"reading the {kind} in {view.folder}"), connection() as database:
        for name, (columns, rows) in tables.items():
            fill_table(database, name, columns, rows)
        return database.execute(query.format(source=sources(list(parts))), dict(parameters)).fetchall()


def _aware(time: datetime) -> datetime:
    return time.replace(tzinfo=UTC)
