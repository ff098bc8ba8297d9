"""Maintain the archive: remove orphaned files, verify every byte, merge small parts."""

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from trialscape.archive.files.manifest import (
    Compaction,
    Manifest,
    names,
    read_compaction,
    read_manifest,
    write_compaction,
)
from trialscape.archive.files.model import ArchiveStats, Finding
from trialscape.archive.files.parts import (
    COLUMNS,
    COMPACTIONS,
    MANIFESTS,
    PARTS,
    STAGING,
    Part,
    archive_errors,
    file_hash,
    parquet_source,
    write_parts,
    writing_connection,
)
from trialscape.archive.view import Unit, View, load_view, units_of
from trialscape.database import shared_connection
from trialscape.errors import ArchiveError
from trialscape.processes import OnProgress
from trialscape.whole_file import sync

# Only files with these names are removed; DuckDB writes some of them under a tmp_ name first.
_OURS = re.compile(r"(tmp_)?(\d{6}-\d{8}T\d{6}Z|compact-\d{6})-(records|hits|signals|fates)(-\d+)?\.parquet")
# Larger units are not merged again, so that the cost of compaction stays proportional to new data.
SMALL_UNIT = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class CompactionResult:
    """What ``compact`` did: the number of parts and their bytes, before and after."""

    parts_before: int
    parts_after: int
    bytes_before: int
    bytes_after: int


def remove_orphans(folder: Path, view: View) -> int:
    """Remove parts that no manifest names and incomplete files; call it only with the writer's lock held.

    Returns the number of files removed.
    """
    live = {part.name for part in view.parts()}
    with archive_errors(f"clearing away unfinished runs in {folder}"):
        doomed = [path for path in _files(folder / PARTS) if _OURS.fullmatch(path.name) and path.name not in live]
        doomed += [path for path in _files(folder / COMPACTIONS) if _is_superseded(folder, path, view)]
        doomed += [path for name in (MANIFESTS, COMPACTIONS) for path in _files(folder / name) if path.suffix == ".tmp"]
        for path in doomed:
            path.unlink(missing_ok=True)
        if (folder / STAGING).is_dir():
            for path in (folder / STAGING).iterdir():
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    return len(doomed)


def discard_run(folder: Path, run: str) -> None:
    """Remove the files of an uncommitted run; a run with a manifest is not changed."""
    with archive_errors(f"clearing away run {run}"):
        (folder / MANIFESTS / f"{run}.tmp").unlink(missing_ok=True)
        if not (folder / MANIFESTS / f"{run}.json").exists():
            for path in (folder / PARTS).glob(f"{run}-*.parquet"):
                path.unlink(missing_ok=True)


def _files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _is_superseded(folder: Path, path: Path, view: View) -> bool:
    if path.stem not in names(folder, COMPACTIONS):
        return False
    compaction = read_compaction(folder, path.stem)
    return Unit(compaction.runs, compaction.parts) not in view.units


def compact(folder: Path, small_unit: int, on_progress: OnProgress) -> CompactionResult:
    """Merge the parts of small runs into one per kind, with equal query results. Needs the writer's lock.

    ``on_progress`` gets how many of the parts are merged.
    """
    view = load_view(folder)
    remove_orphans(folder, view)
    before = view.parts()
    units = [unit for unit in view.units if unit.parts and unit.bytes < small_unit]
    if len(units) > 1:
        _merge(view, units, on_progress)
        view = load_view(folder)
        remove_orphans(folder, view)
    after = view.parts()
    return CompactionResult(
        len(before), len(after), sum(part.bytes for part in before), sum(part.bytes for part in after)
    )


def _merge(view: View, units: list[Unit], on_progress: OnProgress) -> None:
    folder = view.folder
    old = [part for unit in units for part in unit.parts]
    damaged = [finding for part in old for finding in _part_findings(folder, part)]
    if damaged:
        raise ArchiveError(f"The archive was not compacted, because {damaged[0].file} {damaged[0].problem}.")
    numbers = [int(name.removeprefix("compact-")) for name in names(folder, COMPACTIONS)]
    name = f"compact-{max(numbers, default=0) + 1:06d}"
    merged: list[Part] = []
    read = 0
    with (
        archive_errors(f"merging {len(old)} parts in {folder}"),
        writing_connection(folder / STAGING / name) as database,
    ):
        for kind in COLUMNS:
            paths = [folder / PARTS / part.name for part in old if part.kind == kind]
            if paths:
                merged += write_parts(database, folder, name, kind, parquet_source(paths))
                read += len(paths)
                on_progress(read, len(old))
        if sum(part.rows for part in merged) != sum(part.rows for part in old):
            raise ArchiveError(
                f"The archive in {folder} was not compacted, because the merged parts have a different number of rows."
            )
        sync(folder / PARTS)
        runs = tuple(sorted(run for unit in units for run in unit.runs))
        write_compaction(folder, name, runs, tuple(merged))


def verify(folder: Path, on_progress: OnProgress) -> list[Finding]:
    """Check every manifest, the chain, and every part's presence, size, hash and rows; returns the problems.

    ``on_progress`` gets how many of the parts are checked.
    """
    findings: list[Finding] = []
    manifests, compactions = _readable(folder, findings)
    findings.extend(_chain_findings(manifests))
    sound: list[Unit] = []
    units = units_of(tuple(manifests), compactions)
    checked, count = 0, sum(len(unit.parts) for unit in units)
    for unit in units:
        faults: list[Finding] = []
        for part in unit.parts:
            faults += _part_findings(folder, part)
            checked += 1
            on_progress(checked, count)
        findings.extend(faults)
        sound.extend([] if faults else [unit])
    for kind in COLUMNS:
        findings.extend(_row_findings(folder, kind, sound, manifests))
    return findings


def _readable(folder: Path, findings: list[Finding]) -> tuple[list[Manifest], list[Compaction]]:
    manifests, compactions = [], []
    for name in names(folder, MANIFESTS):
        try:
            manifests.append(read_manifest(folder, name))
        except ArchiveError as error:
            findings.append(Finding(f"{MANIFESTS}/{name}.json", str(error)))
    for name in names(folder, COMPACTIONS):
        try:
            compactions.append(read_compaction(folder, name))
        except ArchiveError as error:
            findings.append(Finding(f"{COMPACTIONS}/{name}.json", str(error)))
    return manifests, compactions


def _chain_findings(manifests: list[Manifest]) -> Iterator[Finding]:
    number, seal = 0, ""
    for manifest in manifests:
        if manifest.number != number + 1:
            missing = (
                f"run {number + 1}" if manifest.number == number + 2 else f"runs {number + 1} to {manifest.number - 1}"
            )
            yield Finding(MANIFESTS, f"has no intact manifest of {missing}")
        elif manifest.prior != seal:
            yield Finding(f"{MANIFESTS}/{manifest.run}.json", "does not hold the seal of the manifest before it")
        number, seal = manifest.number, manifest.seal


def _part_findings(folder: Path, part: Part) -> Iterator[Finding]:
    path, shown = folder / PARTS / part.name, f"{PARTS}/{part.name}"
    try:
        size = path.stat().st_size
        if size != part.bytes:
            yield Finding(shown, f"has {size} bytes where its manifest says {part.bytes}")
        elif file_hash(path) != part.sha256:
            yield Finding(shown, "is damaged: its hash is not the one in its manifest")
    except FileNotFoundError:
        yield Finding(shown, "is missing")
    except OSError as error:
        yield Finding(shown, f"cannot be read: {error.strerror}")


def _row_findings(folder: Path, kind: str, units: list[Unit], manifests: list[Manifest]) -> Iterator[Finding]:
    """Compare the rows of each run in the units' parts with what the run's own manifest says."""
    runs = {run for unit in units for run in unit.runs}
    stated = Counter({m.run: sum(p.rows for p in m.parts if p.kind == kind) for m in manifests if m.run in runs})
    paths = [folder / PARTS / part.name for unit in units for part in unit.parts if part.kind == kind]
    found: Counter[str] = Counter()
    if paths:
        with archive_errors(f"counting the {kind} in {folder}"), shared_connection() as database:
            query = f"SELECT run, count(*) FROM {parquet_source(paths)} GROUP BY run"  # noqa: S608 - our own file names.
            found.update(dict(database.execute(query).fetchall()))
    for run in sorted(stated.keys() | found.keys()):
        if stated[run] != found[run]:
            yield Finding(
                f"{PARTS} ({kind})", f"hold {found[run]} rows of run {run}, whose manifest says {stated[run]}"
            )


def stats(view: View, trials: int) -> ArchiveStats:
    """Return the archive's size."""
    parts = view.parts()
    with archive_errors(f"measuring {view.folder}"):
        stated = [path for name in (MANIFESTS, COMPACTIONS) for path in (view.folder / name).glob("*.json")]
        manifest_bytes = sum(path.stat().st_size for path in stated)
    return ArchiveStats(
        runs=len(view.runs),
        trials=trials,
        versions=view.rows("records"),
        hits=view.rows("hits"),
        signals=view.rows("signals"),
        fates=view.rows("fates"),
        parts=len(parts),
        part_bytes=sum(part.bytes for part in parts),
        manifest_bytes=manifest_bytes,
        first_run=view.runs[0].seen_at if view.runs else None,
        last_run=view.runs[-1].seen_at if view.runs else None,
        demo=any(run.demo for run in view.runs),
    )
