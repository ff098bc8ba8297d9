"""One run being written. Readers do not see it until its manifest is renamed into place."""

import itertools
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from trialscape.archive.files.manifest import SearchEntry, run_name, write_manifest
from trialscape.archive.files.model import Change, Fate, HitEvent, RunInfo, RunKind, RunSummary
from trialscape.archive.files.parts import (
    COMPACTIONS,
    MANIFESTS,
    PARTS,
    SLICE_BYTES,
    STAGING,
    Part,
    archive_errors,
    write_rows,
)
from trialscape.archive.files.prepared import PreparedRecord, prepare_record
from trialscape.archive.files.spool import Spool
from trialscape.archive.history.movements import PriorState, SearchState, SearchWalk, hit_events, search_count, turnover
from trialscape.archive.upkeep import discard_run
from trialscape.archive.view import View
from trialscape.errors import ArchiveError
from trialscape.study.signals import Signal
from trialscape.whole_file import sync

_COUNTED = ("new", "changed", "unchanged", "left", "back", "dropped")
# Runs are identified by their times, so two runs must not share a time after the clock was set back.
_STEP = timedelta(milliseconds=1)


class RunWriter:
    """Collects one run; use it as a context manager, which abandons the run unless ``commit`` was called.

    ``held`` owns the writer's lock; the writer takes it over when construction succeeds and releases it at the end.
    """

    def __init__(self, view: View, info: RunInfo, before: PriorState, held: ExitStack) -> None:
        self._folder, self._view, self._info = view.folder, view, info
        self._known, self._before, self._unexplained = before.known, before.search_states, before.unexplained
        self._started = (info.started or datetime.now(UTC)).astimezone(UTC)
        last = view.runs[-1].seen_at if view.runs else None
        self.seen_at = max(self._started, last + _STEP) if last else self._started
        self.run = run_name(len(view.runs) + 1, self.seen_at)
        self._walks: dict[str, SearchWalk] = {}
        self._met: dict[str, Change] = {}
        self._hashes: dict[str, str] = {}
        self._signals: set[Signal] = set()
        self._fates: dict[str, tuple[Fate, str]] = {}
        self._open = True
        with archive_errors(f"starting run {self.run}"):
            for section in (PARTS, MANIFESTS, COMPACTIONS, STAGING):
                (self._folder / section).mkdir(exist_ok=True)
            self._spool = held.enter_context(closing(Spool(self._folder / STAGING / f"{self.run}.records")))
        self._held = held.pop_all()

    def add(self, raw_study: dict[str, Any], search_id: str | None = None) -> Change:
        """Add one record as the registry returned it; contact persons are removed first.

        ``search_id`` is the search that found it (None for a record asked for by its id). A record that was
        added before is ignored; other content for a trial of this run replaces the earlier content.
        Raises UnreadableRecordError for a record without an NCT id or with text that is not Unicode.
        """
        return self.add_prepared(prepare_record(raw_study), search_id)

    def add_prepared(self, record: PreparedRecord, search_id: str | None = None) -> Change:
        """Add one record that ``prepare_record`` has made, as ``add`` does."""
        if search_id is not None:
            self._found(search_id, record.nct_id)
        if self._hashes.get(record.nct_id) != record.digest:
            self._store(record)
        return self._met[record.nct_id]

    def record_hit(self, nct_id: str, search_id: str) -> bool:
        """Record that a search found a trial without a usable record; returns whether the archive has a record.

        If it has none, nothing is recorded, because a hit without a record is useless.
        """
        has_record = nct_id in self._known or nct_id in self._met
        if has_record:
            self._found(search_id, nct_id)
        return has_record

    def restart_search(self, search_id: str) -> None:
        """Discard what a search found so far in this run, because its walk restarts at the first page."""
        self._walks[search_id] = SearchWalk()

    def finish_search(
        self,
        search_id: str,
        expected: int | None = None,
        *,
        full: bool | None = None,
        query: str = "",
        reworded: bool = False,
    ) -> None:
        """Record that a search was read to its last page, also when it found nothing.

        ``expected`` is the registry's own count: when fewer or more were seen, no trial counts as departed. ``full``
        (default: the kind of the run) allows a full walk of a search that is new to a delta run. ``query`` and
        ``reworded`` are those of ``SearchEntry``.
        """
        walk = self._walks.setdefault(search_id, SearchWalk())
        is_full = self._info.kind is RunKind.FULL if full is None else full
        walk.entry = SearchEntry(search_id, is_full, expected, len(walk.found), query, reworded)

    def retire_search(self, search_id: str) -> None:
        """Retire a search that was removed: its trials are dropped, and if it is added again, it starts as new."""
        self.finish_search(search_id, 0, full=True, reworded=True)

    def departed(self) -> list[str]:
        """Return the trials that no search holds any more and whose fate is unknown, those of earlier runs first."""
        events = self._events()
        again = {nct_id for _, nct_id, _ in events} | self._met.keys()
        waiting = [nct_id for nct_id in self._unexplained if nct_id not in again]
        return waiting + sorted(turnover(self._before, events).left)

    def add_fate(self, nct_id: str, fate: Fate, detail: str = "") -> None:
        """Record what the registry says of a departed trial; it is stored once per run."""
        self._require_open()
        self._fates[nct_id] = (fate, detail)

    def add_signal(self, signal: Signal) -> None:
        """Collect a signal; at the end, signals of unchanged records are dropped, because they are already stored."""
        self._signals.add(signal)

    def commit(self) -> RunSummary:
        """Write parts and manifest; raises ArchiveError when that fails; then no part of the run is visible."""
        self._require_open()
        unfinished = sorted(search for search, walk in self._walks.items() if walk.entry is None)
        if unfinished:
            self.abandon()
            raise ArchiveError(
                f"The run was not stored, because these searches are incomplete: {', '.join(unfinished)}."
            )
        try:
            with archive_errors(f"storing run {self.run}"):
                return self._commit()
        finally:
            self._end()

    def abandon(self) -> None:
        """Drop the run and release the lock; safe to call at any time."""
        self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.abandon()

    def _found(self, search_id: str, nct_id: str) -> None:
        self._require_open()
        walk = self._walks.setdefault(search_id, SearchWalk())
        walk.found.add(nct_id)
        if walk.entry is not None:
            raise ArchiveError(f"The search {search_id} was finished before its trial {nct_id} was added.")

    def _store(self, record: PreparedRecord) -> None:
        self._require_open()
        nct_id, digest = record.nct_id, record.digest
        before = self._known.get(nct_id)
        with archive_errors(f"collecting run {self.run}"):
            if before == digest:
                self._spool.drop(nct_id)
            else:
                self._spool.put(record)
        self._hashes[nct_id] = digest
        self._met[nct_id] = Change.NEW if before is None else Change.CHANGED if before != digest else Change.UNCHANGED

    def _commit(self) -> RunSummary:
        entries, events = self._entries(), self._events()
        summary = self._summary(entries, events)
        parts = self._write_parts(events)
        sync(self._folder / PARTS)
        write_manifest(self._folder, self._statement(summary, tuple(entries.values()), parts))
        return summary

    def _entries(self) -> dict[str, SearchEntry]:
        return {search: walk.entry for search, walk in sorted(self._walks.items()) if walk.entry is not None}

    def _events(self) -> list[tuple[str, str, HitEvent]]:
        return [
            (search, nct_id, event)
            for search, entry in self._entries().items()
            for nct_id, event in hit_events(self._before.get(search, SearchState()), self._walks[search].found, entry)
        ]

    def _summary(self, entries: dict[str, SearchEntry], events: list[tuple[str, str, HitEvent]]) -> RunSummary:
        moved = turnover(self._before, events)
        outcomes = list(self._met.values())
        by_search = {key: search_count(entry, (e for s, _, e in events if s == key)) for key, entry in entries.items()}
        new, changed, unchanged = (outcomes.count(change) for change in Change)
        left, back, dropped = (len(ids) for ids in (moved.left, moved.back, moved.dropped))
        return RunSummary(self.run, new, changed, unchanged, left, back, by_search, dropped)

    def _write_parts(self, events: list[tuple[str, str, HitEvent]]) -> tuple[Part, ...]:
        stamp = (self.run, self.seen_at.replace(tzinfo=None))
        kept = [s for s in self._signals if self._met.get(s.nct_id) is not Change.UNCHANGED]
        others: dict[str, list[tuple[Any, ...]]] = {
            "hits": [(*stamp, search, nct_id, str(event)) for search, nct_id, event in events],
            "signals": [(*stamp, signal.kind, signal.place, signal.value, signal.nct_id) for signal in kept],
            "fates": [(*stamp, nct_id, str(fate), detail) for nct_id, (fate, detail) in self._fates.items()],
        }
        return write_rows(self._folder, self.run, itertools.chain(self._records(stamp), others.items()))

    def _records(self, stamp: tuple[str, datetime]) -> Iterator[tuple[str, Iterator[tuple[Any, ...]]]]:
        edition = self._info.edition
        for records in self._spool.slices(SLICE_BYTES):
            yield "records", ((*stamp, r.nct_id, r.digest, r.posted, edition, r.text) for r in records)

    def _statement(
        self, summary: RunSummary, searches: tuple[SearchEntry, ...], parts: tuple[Part, ...]
    ) -> dict[str, Any]:
        info = self._info
        return {
            "run": self.run,
            "kind": info.kind,
            "edition": info.edition,
            "started": self._started,
            "finished": max(datetime.now(UTC), self._started),
            "seen_at": self.seen_at,
            "code_version": info.code_version,
            "demo": info.demo,
            "searches": searches,
            "counts": {name: getattr(summary, name) for name in _COUNTED},
            "parts": parts,
            "prior": self._view.runs[-1].seal if self._view.runs else "",
        }

    def _require_open(self) -> None:
        if not self._open:
            raise ArchiveError(f"Run {self.run} has ended; begin another one.")

    def _end(self) -> None:
        """Release all resources and remove parts without a manifest; the next writer removes what remains."""
        if not self._open:
            return
        self._open = False
        try:
            with suppress(ArchiveError):
                discard_run(self._folder, self.run)
        finally:
            self._held.close()
