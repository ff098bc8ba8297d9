"""The published files: one per version, never overwritten, and a pointer that says which one is current.

``warehouse/current`` is a small text file with the name of the current version. It is written beside and renamed, so a
reader sees the old name or the new one and nothing between. A reader that has an older version open keeps it.
"""

import os
from pathlib import Path

from trialscape.errors import WarehouseError

POINTER = "current"
SUFFIX = ".duckdb"
_NOT_BUILT = "No warehouse has been built in {folder} yet; run 'trialscape refresh' first."


def current_path(folder: Path) -> Path:
    """Return the path of the current version; WarehouseError says what to do when there is none."""
    pointer = folder / POINTER
    try:
        name = pointer.read_text(encoding="utf-8").strip()
    except FileNotFoundError as error:
        raise WarehouseError(_NOT_BUILT.format(folder=folder)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise WarehouseError(f"The pointer {pointer} cannot be read ({error}); run 'trialscape build'.") from error
    # The pointer names a file beside it; anything else would let a stray text open a file elsewhere.
    if not name.endswith(SUFFIX) or Path(name).name != name:
        raise WarehouseError(f"The pointer {pointer} is damaged; run 'trialscape build' to write it anew.")
    return folder / name


def versions(folder: Path) -> list[Path]:
    """Return the published versions, oldest first."""
    found = [path for path in folder.glob(f"*{SUFFIX}") if not path.name.startswith(".")]
    return sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name))


def publish(built: Path, folder: Path, snapshot_id: str, *, keep: int) -> Path:
    """Move a finished file into place, point to it, and remove all but the newest ``keep`` versions.

    Returns the published path. A snapshot that was published before gets a numbered name, because a file that
    a process has open must never change under it.
    """
    try:
        target = _free_name(folder, snapshot_id)
        _sync(built)
        built.rename(target)
        _sync(folder)
        _point(folder, target)
    except OSError as error:
        raise WarehouseError(
            f"The new warehouse cannot be published in {folder}: {error.strerror or error}."
        ) from error
    prune(folder, keep=keep)
    return target


def prune(folder: Path, *, keep: int) -> list[Path]:
    """Remove the oldest versions beyond ``keep``, never the current one; return what was removed."""
    current = current_path(folder)
    others = [path for path in versions(folder) if path != current]
    removed = []
    for path in others[: max(0, len(others) - (keep - 1))]:
        try:
            path.unlink()
        except OSError:
            # Some systems do not let go of a file that a reader holds open; the next run tries again.
            continue
        removed.append(path)
    return removed


def _free_name(folder: Path, snapshot_id: str) -> Path:
    """Return an unused name that lies after every name this snapshot has had, so that no name is used twice."""
    taken = [0 if path.stem == snapshot_id else _number(path.stem, snapshot_id) for path in folder.glob(f"*{SUFFIX}")]
    last = max(taken, default=-1)
    return folder / (f"{snapshot_id}{SUFFIX}" if last < 0 else f"{snapshot_id}.{max(last, 1) + 1}{SUFFIX}")


def _number(stem: str, snapshot_id: str) -> int:
    rest = stem.removeprefix(f"{snapshot_id}.")
    return int(rest) if rest != stem and rest.isascii() and rest.isdigit() else -1


def _point(folder: Path, target: Path) -> None:
    beside = folder / f".{POINTER}.{os.getpid()}"
    beside.write_text(f"{target.name}\n", encoding="utf-8")
    _sync(beside)
    beside.replace(folder / POINTER)
    _sync(folder)


def _sync(path: Path) -> None:
    """Force a file, or a folder's list of names, to disk, so that a power cut cannot tear what a reader would see."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
