"""The public interface of the archive."""

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from datetime import date, datetime
from pathlib import Path

from trialscape.archive import reader, upkeep
from trialscape.archive.files.lock import take_lock
from trialscape.archive.files.manifest import Manifest
from trialscape.archive.files.model import (
    ArchiveStats,
    Finding,
    Membership,
    RunInfo,
    RunKind,
    StoredFate,
    StoredHit,
    StoredSignal,
    StoredVersion,
    VersionHead,
    VersionKey,
    to_utc_moment,
)
from trialscape.archive.history.movements import PriorState, search_states
from trialscape.archive.history.registry_clock import registry_memberships
from trialscape.archive.view import load_view
from trialscape.archive.writer import RunWriter
from trialscape.errors import ArchiveError, LockError
from trialscape.processes import OnProgress, unreported


class Archive:
    """Every version of every record ever seen, in one folder, which the first run creates.

    Reading needs no lock and sees committed runs only. All methods raise ArchiveError, in one sentence, when the folder
    cannot be read or written. ``as_of`` is a moment (with time zone) or a date, which means its last instant in UTC.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def begin(self, info: RunInfo) -> RunWriter:
        """Take the writer's lock, remove the files of unfinished runs, and start a run.

        Raises LockError when another run is active, and ArchiveError when stand-in and real records would mix.
        """
        with ExitStack() as stack:
            lock = take_lock(self.folder)
            stack.callback(lock.release)
            view = load_view(self.folder)
            if view.runs and view.runs[-1].demo != info.demo:
                kinds = ("the live registry's records", "demonstration records")
                raise ArchiveError(
                    f"The archive in {self.folder} holds {kinds[not info.demo]} and cannot store {kinds[info.demo]}; "
                    "name another data folder."
                )
            upkeep.remove_orphans(self.folder, view)
            before = search_states(reader.membership(self.folder, None))
            return RunWriter(
                view, info, PriorState(self.known(), before, tuple(reader.unexplained_departures(self.folder))), stack
            )

    def sweep(self) -> None:
        """Remove the files of unfinished runs, as ``begin`` does; the next call removes what cannot be removed now."""
        # The files do no harm, so a refresh without new records must not fail because of them.
        with suppress(ArchiveError, LockError), take_lock(self.folder):
            upkeep.remove_orphans(self.folder, load_view(self.folder))

    def known(self) -> dict[str, str]:
        """Return the content hash of the latest version of every trial, by NCT id."""
        return reader.latest_hashes(self.folder)

    def versions(
        self, as_of: date | datetime | None = None, *, registry_clock: bool = False
    ) -> Iterator[StoredVersion]:
        """Yield the current version of each trial as known at ``as_of`` (None: now), ordered by NCT id.

        With ``registry_clock`` the version that the registry had posted by then; where it changed a record without a
        new post date, the day of our observation counts. A trial whose first known version was posted later is left
        out.
        """
        return self.read(self.current(as_of, registry_clock=registry_clock))

    def current(self, as_of: date | datetime | None = None, *, registry_clock: bool = False) -> list[VersionKey]:
        """Return the keys of ``versions``, without opening a record."""
        return reader.version_keys(self.folder, to_utc_moment(as_of), registry_clock=registry_clock)

    def read(self, keys: list[VersionKey]) -> Iterator[StoredVersion]:
        """Yield the versions that ``keys`` name, which are ordered by NCT id and time."""
        return reader.stream(self.folder, keys)

    def heads(self, keys: list[VersionKey]) -> list[VersionHead]:
        """Return what is stored of the versions that ``keys`` name besides their records, in the order of ``read``."""
        return reader.version_heads(self.folder, keys)

    def history(self, *, changed_only: bool = False) -> Iterator[StoredVersion]:
        """Yield every version of every trial (with ``changed_only`` of those that have several), by NCT id and time."""
        return reader.stream(self.folder, reader.all_keys(self.folder, changed_only=changed_only))

    def all_keys(self) -> list[VersionKey]:
        """Return the keys of all versions of all trials, by NCT id and time."""
        return reader.all_keys(self.folder)

    def changed_keys(self) -> list[VersionKey]:
        """Return the keys of all versions of the trials that have several, by NCT id and time."""
        return reader.all_keys(self.folder, changed_only=True)

    def membership(self, as_of: date | datetime | None = None, *, registry_clock: bool = False) -> list[Membership]:
        """Return which search found which trial, when it was first and last seen, and when it left.

        One entry for each search and trial, however often the trial left and came back; ``hits`` has each event.
        With ``registry_clock`` a trial is in a search from the day on which the registry posted what the search found.
        """
        if registry_clock:
            return registry_memberships(self.hits(as_of, registry_clock=True))
        return reader.membership(self.folder, to_utc_moment(as_of))

    def hits(self, as_of: date | datetime | None = None, *, registry_clock: bool = False) -> list[StoredHit]:
        """Return the events behind ``membership`` in the order in which we saw them."""
        until = to_utc_moment(as_of)
        if registry_clock and until is not None:
            return [hit for hit in reader.hits(self.folder, None) if hit.registry_day <= until.date()]
        return reader.hits(self.folder, until)

    def signals(self, as_of: date | datetime | None = None) -> list[StoredSignal]:
        """Return each distinct signal once, with the run that first recorded it."""
        return reader.signals(self.folder, to_utc_moment(as_of))

    def sightings(self, as_of: date | datetime | None = None) -> list[StoredSignal]:
        """Return each signal with every run that stored a version with it."""
        return reader.sightings(self.folder, to_utc_moment(as_of))

    def fates(self, as_of: date | datetime | None = None) -> list[StoredFate]:
        """Return the registry's answers on trials that left every search, in chronological order."""
        return reader.fates(self.folder, to_utc_moment(as_of))

    def members(self) -> dict[str, int]:
        """Return how many trials each search holds now, to detect a search that shrinks."""
        return {search: len(standing.present) for search, standing in search_states(self.membership()).items()}

    def runs(self) -> tuple[Manifest, ...]:
        """Return the committed runs in their order."""
        return load_view(self.folder).runs

    def last_run(self, kind: RunKind | None = None) -> Manifest | None:
        """Return the latest committed run (of one kind), None when there is none."""
        return next((run for run in reversed(self.runs()) if kind in (None, run.kind)), None)

    def last_edition(self, search_id: str) -> str | None:
        """Return the newest edition with a complete walk of a search, from which a delta may continue.

        None if every walk was unfinished or had fewer trials than the registry's count.
        """
        for run in reversed(self.runs()):
            if any(entry.search == search_id and entry.is_complete for entry in run.searches):
                return run.edition
        return None

    def verify(self, on_progress: OnProgress = unreported) -> list[Finding]:
        """Check manifests, chain, and every part's presence, hash and rows; an empty list means no problem.

        ``on_progress`` gets how many of the parts are checked.
        """
        return upkeep.verify(self.folder, on_progress)

    def stats(self) -> ArchiveStats:
        """Return the archive's size in runs, rows and bytes."""
        return upkeep.stats(load_view(self.folder), len(self.known()))

    def compact(
        self, small_unit: int = upkeep.SMALL_UNIT, on_progress: OnProgress = unreported
    ) -> upkeep.CompactionResult:
        """Merge the parts of small runs (``small_unit`` bytes and less); query results do not change.

        ``on_progress`` gets how many of the parts are merged.
        """
        with ExitStack() as stack:
            stack.callback(take_lock(self.folder).release)
            return upkeep.compact(self.folder, small_unit, on_progress)
