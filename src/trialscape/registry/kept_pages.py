"""Pages of walks that are not yet archived, kept on disk: an interrupted walk resumes, and memory holds one page.

``<folder>/<search>/<part>/<key>-NNNN.json.gz``: one page a file, without contact persons, written beside and renamed.
The key identifies everything that a page depends on (service, edition, query), so that pages are not confused.
"""

import contextlib
import gzip
import hashlib
import shutil
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from trialscape.errors import ArchiveError
from trialscape.study.privacy import without_contacts
from trialscape.whole_file import whole_file

_LEVEL = 1
_FORMAT = "1"


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its studies, the total that page 1 announced (-1 on the others), and the token of the next, if any."""

    studies: list[dict[str, Any]]
    total: int
    token: str | None


class PageStore:
    """The folder of all kept pages; without one they are kept in memory."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def open(
        self, search_id: str, service: str, edition: str, params: Mapping[str, str], part: int = 1
    ) -> "StoredWalk":
        """Return the walk of a part of a search; what is kept for another service, edition or query is removed."""
        described = orjson.dumps([_FORMAT, service, edition, dict(params)], option=orjson.OPT_SORT_KEYS)
        key = hashlib.sha256(described).hexdigest()[:16]
        folder = self._folder / search_id / f"{part:03d}" if self._folder is not None else None
        return StoredWalk(folder, key)

    def discard(self, search_id: str) -> None:
        """Remove the pages of one search."""
        if self._folder is not None:
            _remove(self._folder / search_id)

    def clear(self) -> None:
        """Remove all pages, because they are archived or no longer usable."""
        if self._folder is not None:
            _remove(self._folder)


class StoredWalk:
    """The pages of one walk; the first ``resumed`` of them are those that an earlier, unfinished walk left."""

    def __init__(self, folder: Path | None, key: str) -> None:
        self._folder, self._key = folder, key
        self._in_memory: list[Page] = []
        self.resumed = self._usable() if folder is not None else 0
        self._count = self.resumed

    @property
    def has_grown(self) -> bool:
        """Return whether pages were added since."""
        return self._count > self.resumed

    def pages(self) -> Iterator[Page]:
        """Yield all pages, reading one at a time. Raises ArchiveError when one has become unreadable."""
        if self._folder is None:
            yield from self._in_memory
            return
        for number in range(1, self._count + 1):
            page = _read_page(self._name(number))
            if page is None:
                raise ArchiveError(f"A page stored in {self._folder} cannot be read; run the refresh again.")
            yield page

    def add(self, page: Page) -> None:
        """Store the next page. Raises ArchiveError when it cannot be written."""
        self._count += 1
        if self._folder is None:
            self._in_memory.append(page)
            return
        target = self._name(self._count)
        content = [without_contacts(page.studies), page.total, page.token]
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with whole_file(target, durable=True) as beside:
                beside.write_bytes(gzip.compress(orjson.dumps(content), _LEVEL, mtime=0))
        except OSError as error:
            raise ArchiveError(
                f"A page of the registry cannot be stored in {self._folder}: {error.strerror or error}; "
                "no stored data are lost."
            ) from error

    def clear(self) -> None:
        """Remove all pages, because the walk restarts."""
        self.resumed = self._count = 0
        self._in_memory.clear()
        if self._folder is not None:
            _remove(self._folder)

    def _name(self, number: int) -> Path:
        assert self._folder is not None  # noqa: S101 - asked for only where there is a folder
        return self._folder / f"{self._key}-{number:04d}.json.gz"

    def _usable(self) -> int:
        """Return how many pages can be read from the first on and follow one another; every other file is removed."""
        assert self._folder is not None  # noqa: S101 - asked for only where there is a folder
        count = 0
        token: str | None = ""
        while token is not None and (page := _read_page(self._name(count + 1))) is not None:
            if count == 0 and page.total < 0:
                break
            count, token = count + 1, page.token
        good = {self._name(number) for number in range(1, count + 1)}
        # A file that cannot be removed now is overwritten by the page of its name, or removed by the next walk.
        with contextlib.suppress(OSError):
            for path in self._folder.iterdir() if self._folder.is_dir() else ():
                if path not in good:
                    path.unlink(missing_ok=True)
        return count


def _read_page(path: Path) -> Page | None:
    try:
        studies, total, token = orjson.loads(gzip.decompress(path.read_bytes()))
    except (OSError, EOFError, zlib.error, orjson.JSONDecodeError, ValueError, TypeError):
        # An unreadable page is fetched again from the registry.
        return None
    return Page(studies, total, token)


def _remove(folder: Path) -> None:
    """Remove a folder; a later walk removes what cannot be removed now."""
    shutil.rmtree(folder, ignore_errors=True)
