"""The published files: one per version, never changed or reused, and a pointer that says which one is current.

``warehouse/current`` is a small text file with the name of the current version. It is replaced by a rename, so a reader
sees either the old or the new name. A reader that has an older version open keeps it, also when it is pruned. The
publisher holds the lock of the data folder, so there is one publisher at a time.
"""

import re
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from trialscape.errors import WarehouseError
from trialscape.whole_file import sync, whole_file

POINTER = "current"
SUFFIX = ".duckdb"
_READ_ONLY = 0o444
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,200}\.duckdb")
_NOT_BUILT = "No warehouse has been built in {folder} yet; run 'trialscape refresh' first."


def current_path(folder: Path) -> Path:
    """Return the path of the current version; WarehouseError says what to do when there is none."""
    pointer = folder / POINTER
    try:
        name = pointer.read_text(encoding="utf-8").strip()
    except FileNotFoundError as error:
        raise WarehouseError(_NOT_BUILT.format(folder=folder)) from error
    except UnicodeDecodeError as error:
        raise WarehouseError(f"The pointer {pointer} is damaged; run 'trialscape build' to rewrite it.") from error
    except OSError as error:
        raise WarehouseError(f"The pointer {pointer} cannot be read: {error.strerror or error}.") from error
    # The pointer names a file in the same folder; any other name could open a file elsewhere.
    if not _NAME.fullmatch(name):
        raise WarehouseError(f"The pointer {pointer} is damaged; run 'trialscape build' to rewrite it.")
    return folder / name


def versions(folder: Path) -> list[Path]:
    """Return the published versions, oldest first; one that is pruned meanwhile is left out."""
    found = []
    for path in folder.glob(f"*{SUFFIX}"):
        with suppress(FileNotFoundError):
            if not path.name.startswith("."):
                found.append((path.stat().st_mtime_ns, path))
    return [path for _, path in sorted(found)]


def publish(built: Path, folder: Path, snapshot_id: str, *, keep: int) -> Path:
    """Move a finished file into place, point to it, and remove all but the newest ``keep`` versions.

    Returns the published path, which is named for the snapshot and the moment of publishing. If the pointer cannot be
    written, the file is removed, so that retries do not fill the disk.
    """
    target = _free_name(folder, snapshot_id)
    try:
        sync(built)
        # Read-only, because readers must not see changes, and a process that opens it for writing would lock them out.
        built.chmod(built.stat().st_mode & _READ_ONLY)
        built.rename(target)
        sync(folder)
        _point(folder, target)
    except OSError as error:
        with suppress(OSError):
            target.unlink(missing_ok=True)
        raise WarehouseError(
            f"The new warehouse cannot be published in {folder}: {error.strerror or error}; "
            "the previous one stays in place."
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
            # Some systems cannot delete a file that a reader has open; the next run retries.
            continue
        removed.append(path)
    remove_orphan_logs(folder)
    return removed


def remove_orphan_logs(folder: Path) -> None:
    """Remove the logs of removed versions, which a kill between the two removals leaves."""
    for log in folder.glob(f"[!.]*{SUFFIX}.wal"):
        if not log.with_suffix("").exists():
            with suppress(OSError):
                log.unlink(missing_ok=True)


def _free_name(folder: Path, snapshot_id: str) -> Path:
    """Return a name that no version ever had, including pruned ones.

    In one process DuckDB answers a second connection to a path from the file that the first one opened, even if that
    file has long been replaced. A snapshot that is built again must not get the old file.
    """
    while True:
        path = folder / f"{snapshot_id}.{datetime.now(UTC):%Y%m%dT%H%M%S%f}{SUFFIX}"
        if not path.exists():
            return path


def _point(folder: Path, target: Path) -> None:
    with whole_file(folder / POINTER, durable=True) as beside:
        beside.write_text(f"{target.name}\n", encoding="utf-8")
