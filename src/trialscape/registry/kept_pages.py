"""Pages of walks that are not yet archived, kept on disk so that an interrupted walk can resume.

``<folder>/<search>/<key>-NNNN.json.gz``: one page per file, without contact persons, replaced by a rename. The key is a
hash of everything that a page depends on (service, edition, query), so that pages cannot be confused.
"""

import contextlib
import gzip
import hashlib
import os
import shutil
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from trialscape.errors import ArchiveError
from trialscape.study.privacy import without_contacts

_LEVEL = 1
_FORMAT = "1"


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its studies, the total that page 1 announced (-1 on the others), and the token of the next, if any."""

    studies: list[dict[str, Any]]
    total: int
    token: str | None


class PageStore:
    """The folder of all kept pages; without one nothing is kept."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def open(self, search_id: str, service: str, edition: str, params: Mapping[str, str]) -> "StoredWalk":
        """Return the walk of a search; pages kept for another service, edition or query are removed."""
        described = orjson.dumps([_FORMAT, service, edition, dict(params)], option=orjson.OPT_SORT_KEYS)
        key = hashlib.sha256(described).hexdigest()[:16]
        return StoredWalk(self._folder / search_id if self._folder is not None else None, key, edition)

    def forget(self, search_id: str) -> None:
        """Remove the pages of one search."""
        if self._folder is not None:
            _remove(self._folder / search_id)

    def clear(self) -> None:
        """Remove all pages, because they are archived or no longer usable."""
        if self._folder is not None:
            _remove(self._folder)


class StoredWalk:
    """The pages of one walk of ``edition``; ``pages`` are those that an earlier, unfinished walk left."""

    def __init__(self, folder: Path | None, key: str, edition: str) -> None:
        self._folder, self._key, self.edition = folder, key, edition
        self.pages = _whole(self._read()) if folder is not None else []
        self._count = len(self.pages)

    @property
    def has_grown(self) -> bool:
        """Return whether pages were added since."""
        return self._count > len(self.pages)

    def add(self, page: Page) -> None:
        """Store the next page. Raises ArchiveError when it cannot be written."""
        self._count += 1
        if self._folder is None:
            return
        target = self._name(self._count)
        beside = target.with_name(f"{target.name}.part")
        content = [without_contacts(page.studies), page.total, page.token]
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with beside.open("wb") as handle:
                handle.write(gzip.compress(orjson.dumps(content), _LEVEL, mtime=0))
                handle.flush()
                os.fsync(handle.fileno())
            beside.replace(target)
        except OSError as error:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
            raise ArchiveError(
                f"A page of the registry cannot be kept in {self._folder}: {error.strerror or error}; "
                "no stored data are lost."
            ) from error

    def clear(self) -> None:
        """Remove all pages, because the walk restarts."""
        self.pages, self._count = [], 0
        if self._folder is not None:
            _remove(self._folder)

    def _name(self, number: int) -> Path:
        assert self._folder is not None  # noqa: S101 - asked for only where there is a folder
        return self._folder / f"{self._key}-{number:04d}.json.gz"

    def _read(self) -> list[Page]:
        """Return the pages from the first to the last that can be read, and remove every other file."""
        assert self._folder is not None  # noqa: S101 - asked for only where there is a folder
        pages: list[Page] = []
        while (page := _read_page(self._name(len(pages) + 1))) is not None:
            pages.append(page)
        good = {self._name(number) for number in range(1, len(pages) + 1)}
        # A file that cannot be removed now will be overwritten by its page or removed by the next walk.
        with contextlib.suppress(OSError):
            for path in self._folder.iterdir() if self._folder.is_dir() else ():
                if path not in good:
                    path.unlink(missing_ok=True)
        return pages


def _whole(pages: list[Page]) -> list[Page]:
    """Return ``pages`` if they are consistent, else none: only the last page may lack a token."""
    if pages and (pages[0].total < 0 or any(page.token is None for page in pages[:-1])):
        return []
    return pages


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
