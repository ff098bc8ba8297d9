"""The readings of one set of rules: which versions are known, and the files that hold them.

``readings/<rules>/`` holds the parts. They are derived from archive and rules, so a damaged or missing part is made
again, and a folder that cannot be written only costs the next build its time.
"""

import logging
import os
import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self, TypeAlias

import duckdb

from trialscape.errors import WarehouseError
from trialscape.readings import parts
from trialscape.readings.results import KeptResults

# Trial and content hash.
Version: TypeAlias = tuple[str, str]

# A day of changes makes a small part. Beyond so many they become one, so that opening files takes no time; larger parts
# stay as they are, so that the cost of merging stays proportional to new data.
SMALL_PART = 16 << 20
MOST_SMALL = 8
# Folders of readings that are kept, including the current rules; older ones serve users who return to older rules.
_KEPT_RULES = 3
_SCRATCH = ".readings-"
_RESULTS = "results"

_log = logging.getLogger("trialscape.readings")


class ReadingStore:
    """Use it as a context manager. ``beside`` is a writable folder for unfinished files.

    ``columns`` names the query that gives a line its columns. With ``keeps`` new readings stay in ``root`` for later
    builds, which only the holder of the data folder's lock may ask for. Otherwise they are used by this build only.
    """

    def __init__(self, root: Path, rules: str, beside: Path, *, keeps: bool, columns: str = "readings/lines") -> None:
        self._columns = columns
        self._root, self._folder, self._beside, self._keeps = root, root / rules, beside, keeps
        self._where: dict[Version, str] = {}
        self._paths: dict[str, Path] = {}
        self._inner = ExitStack()
        # Results go with the rules and the code under which they were calculated.
        self.results = KeptResults(self._folder / _RESULTS, keeps=keeps)

    def __enter__(self) -> Self:
        try:
            self._beside.mkdir(parents=True, exist_ok=True)
            if self._keeps:
                self._remove_scratch()
            self._scratch = TemporaryDirectory(prefix=_SCRATCH, dir=self._beside, ignore_cleanup_errors=True)
        except OSError as error:
            raise WarehouseError(f"A warehouse cannot be built in {self._beside}: {error.strerror}.") from error
        found = parts.listed(self._folder)
        sound = [part for part in found if parts.is_intact(part)]
        self._index(sound)
        if self._keeps:
            self._remove([part for part in found if part.name not in self._paths], "is damaged or replaced")
            self._merge()
            self._remove_old_rules()
            self.results.remove_old()
        return self

    def __exit__(self, *_: object) -> None:
        self._inner.close()
        self._scratch.cleanup()

    def __contains__(self, version: Version) -> bool:
        return version in self._where

    def inner(self, name: str, version: str, columns: str = "") -> "ReadingStore":
        """Return an open store of other readings within this one, with which it goes and is closed."""
        # Each has a folder of its own, because a store that opens removes the unfinished files beside it.
        beside = Path(self._scratch.name) / name
        inner = ReadingStore(self._folder / name, version, beside, keeps=self._keeps, columns=columns)
        return self._inner.enter_context(inner)

    def add(self, lines: Iterable[bytes], versions: Iterable[Version]) -> None:
        """Store one part with a line of JSON for each of ``versions``, which are read after the lines.

        Raises WarehouseError when not even the scratch folder can be written.
        """
        self._take(parts.write_part(lines, Path(self._scratch.name), self._columns), versions)

    def add_files(self, written: Iterable[tuple[Callable[[Path], None], Iterable[Version]]], threads: int) -> None:
        """Store the Parquet files that calls make at paths, each with its versions; so many are made at once.

        Their rows have the columns nct_id and content_hash.
        """
        waiting: deque[tuple[Future[None], Path, Iterable[Version]]] = deque()
        with ThreadPoolExecutor(threads) as pool:
            for number, (write, versions) in enumerate(written):
                path = Path(self._scratch.name) / f"rows-{number}.parquet"
                waiting.append((pool.submit(write, path), path, versions))
                # What waits is in memory.
                if len(waiting) >= threads:
                    self._finish(*waiting.popleft())
            for item in waiting:
                self._finish(*item)

    def _finish(self, made: Future[None], path: Path, versions: Iterable[Version]) -> None:
        made.result()
        self._take(path, versions)

    def source(self, versions: Iterable[Version]) -> tuple[Sequence[Path], Iterator[tuple[str, str, str]]]:
        """Return the files that hold ``versions``, and for each version trial, content hash and file name."""
        rows = [(*version, self._where[version]) for version in versions]
        names = sorted({name for _, _, name in rows})
        return [self._held(self._paths[name]) for name in names], iter(rows)

    def _held(self, part: Path) -> Path:
        """Return a path of a part under which it stays while this store is open; its keeper may merge and remove it."""
        if self._keeps or part.is_relative_to(self._scratch.name):
            return part
        held = Path(self._scratch.name) / part.name
        try:
            if not held.exists():
                held.hardlink_to(part)
        except OSError:
            # Another file system, or one without hard links.
            shutil.copyfile(part, held)
        return held

    def _index(self, found: Sequence[Path]) -> None:
        """Record the place of each version; if two parts contain it the newer counts, because the older was merged."""
        for part in found:
            try:
                versions = parts.versions_in(part)
            except duckdb.Error:
                continue
            self._note(part, versions)
        used = set(self._where.values())
        self._paths = {name: path for name, path in self._paths.items() if name in used}

    def _note(self, part: Path, versions: Iterable[Version]) -> None:
        self._where.update(dict.fromkeys(versions, part.name))
        self._paths[part.name] = part

    def _take(self, written: Path, versions: Iterable[Version]) -> None:
        """Move a finished file to where it stays; where that fails, it serves this build from the scratch folder."""
        number = max(map(parts.number_of, self._paths.values()), default=0) + 1
        try:
            name = parts.part_name(number, written)
            target = written.rename(written.with_name(name))
        except OSError as error:
            raise WarehouseError(f"The build failed while writing readings: {error.strerror}.") from error
        if self._keeps:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                target = target.replace(self._folder / name)
            except OSError as error:
                _log.info("Readings cannot be stored in %s: %s.", self._folder, error.strerror or error)
        self._note(target, versions)

    def _merge(self) -> None:
        """Make one part of many small ones; the next build removes the small ones, which a reader may have open."""
        small = [path for path in self._paths.values() if _size(path) < SMALL_PART]
        if len(small) <= MOST_SMALL:
            return
        names = {path.name for path in small}
        versions = [version for version, name in self._where.items() if name in names]
        self._take(parts.merge_parts(small, Path(self._scratch.name)), versions)

    def _remove(self, gone: Iterable[Path], why: str) -> None:
        for part in gone:
            _log.info("The file of readings %s %s; missing readings are computed again.", part, why)
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def _remove_scratch(self) -> None:
        """Remove what killed builds left; the lock says that no other build works here."""
        for path in self._beside.glob(f"{_SCRATCH}*"):
            shutil.rmtree(path, ignore_errors=True)

    def _remove_old_rules(self) -> None:
        with suppress(OSError):
            if self._folder.is_dir():
                os.utime(self._folder)
            others = [path for path in self._root.iterdir() if path.is_dir() and path != self._folder]
            others.sort(key=lambda path: path.stat().st_mtime_ns, reverse=True)
            for path in others[_KEPT_RULES - 1 :]:
                shutil.rmtree(path, ignore_errors=True)


def _size(path: Path) -> int:
    """Return the bytes of a file; one that cannot be measured counts as large."""
    try:
        return path.stat().st_size
    except OSError:
        return SMALL_PART
