"""A consistent view of the archive: the committed runs, and the parts that hold their rows."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from trialscape.archive.files.manifest import Compaction, Manifest, names, read_compaction, read_manifest
from trialscape.archive.files.parts import COMPACTIONS, MANIFESTS, PARTS, Part
from trialscape.errors import ArchiveError

_ATTEMPTS = 5
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Unit:
    """Runs and the parts with their rows: one run as written, or several merged runs."""

    runs: tuple[str, ...]
    parts: tuple[Part, ...]

    @property
    def bytes(self) -> int:
        """The size of the unit's parts."""
        return sum(part.bytes for part in self.parts)


@dataclass(frozen=True, slots=True)
class View:
    """The runs in the order of the chain, and the files with their rows."""

    folder: Path
    runs: tuple[Manifest, ...]
    units: tuple[Unit, ...]

    def parts(self) -> tuple[Part, ...]:
        """Return every part that a reader may open."""
        return tuple(part for unit in self.units for part in unit.parts)

    def of_kind(self, kind: str) -> dict[Path, Part]:
        """Return the files with the rows of one kind, each with its part as the manifest states it."""
        return {self.folder / PARTS / part.name: part for part in self.parts() if part.kind == kind}

    def rows(self, kind: str) -> int:
        """Return how many rows of one kind all runs stored."""
        return sum(part.rows for run in self.runs for part in run.parts if part.kind == kind)


def load_view(folder: Path) -> View:
    """Read all manifests and check their chain; raises ArchiveError when one is damaged or missing."""
    if folder.exists() and not folder.is_dir():
        raise ArchiveError(f"The archive {folder} is a file, not a folder; name another data folder.")
    for _ in range(_ATTEMPTS):
        try:
            return _load(folder)
        except FileNotFoundError:
            # A compaction that ended between listing and reading removed an older one, so list again.
            continue
    raise ArchiveError(f"The archive in {folder} changes while it is read; try again in a minute.")


def _load(folder: Path) -> View:
    runs = tuple(read_manifest(folder, run) for run in names(folder, MANIFESTS))
    compactions = [read_compaction(folder, name) for name in names(folder, COMPACTIONS)]
    problem = chain_problem(runs)
    if problem:
        raise ArchiveError(f"{problem} Restore the manifests folder of {folder} from a backup.")
    return View(folder, runs, tuple(units_of(runs, compactions)))


def chain_problem(runs: tuple[Manifest, ...]) -> str:
    """Return the first break in the chain of seals as a sentence, or ""."""
    prior = ""
    for number, run in enumerate(runs, start=1):
        if run.number != number:
            return f"The manifest of run {number} is missing before {run.run}."
        if run.prior != prior:
            return f"The manifest {run.run} does not follow the one before it."
        prior = run.seal
    return ""


def units_of(runs: tuple[Manifest, ...], compactions: list[Compaction]) -> list[Unit]:
    """Take the rows of each run from its newest compaction, or from its own parts if there is none."""
    units, covered = [], set[str]()
    known = {run.run for run in runs}
    for compaction in reversed(compactions):
        if covered.isdisjoint(compaction.runs) and known.issuperset(compaction.runs):
            units.append(Unit(compaction.runs, compaction.parts))
            covered.update(compaction.runs)
    units.extend(Unit((run.run,), run.parts) for run in runs if run.run not in covered)
    return sorted(units, key=lambda unit: unit.runs)


def on_stable_view(folder: Path, work: Callable[[View], T]) -> T:
    """Run ``work``; if a compaction removes its parts meanwhile, retry on the merged parts."""
    view = load_view(folder)
    for _ in range(_ATTEMPTS):
        try:
            return work(view)
        except ArchiveError:
            fresh = load_view(folder)
            if fresh.units == view.units:
                raise
            view = fresh
    return work(view)
