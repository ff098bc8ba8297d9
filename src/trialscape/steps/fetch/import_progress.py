"""The progress of an import, in a small file, so that a stopped import resumes there.

The file belongs to these very files, searches and options, and to the archive as the import left it. Otherwise the
import starts from the beginning, and records in the archive are only compared.
"""

import hashlib
import logging
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import orjson

from trialscape.study.bundle import START, Place, files_of
from trialscape.whole_file import whole_file

FILE = "import.json"
_log = logging.getLogger("trialscape.import")


@dataclass(frozen=True, slots=True)
class BadRecord:
    """A record that was left out: its file, its line or position there, its id if it has one, and the reason."""

    file: str
    line: int
    nct_id: str
    reason: str


@dataclass(slots=True)
class ImportProgress:
    """What an import has done, in records: all that were read, those of a search, those that were not needed.

    ``found`` has the trials of each search, ``place`` is behind the last record that was read, and ``last_run`` is the
    archive's newest run then.
    """

    edition: str
    read: int = 0
    matched: int = 0
    unneeded: int = 0
    new: int = 0
    changed: int = 0
    bad: list[BadRecord] = field(default_factory=list)
    found: dict[str, set[str]] = field(default_factory=dict)
    place: Place = START
    last_run: str = ""


class ProgressFile:
    """The file of one import in a data folder; nothing is kept of an import from standard input."""

    def __init__(self, data: Path, sources: Sequence[str], rests_on: Iterable[str]) -> None:
        self._path = data / FILE
        self._key = "" if "-" in sources else _key(sources, rests_on)

    def read(self, last_run: str) -> ImportProgress | None:
        """Return what an earlier start of this import has done; None where there is none to continue."""
        try:
            kept = orjson.loads(self._path.read_bytes())
            progress = _progress(kept["progress"]) if self._key and kept["key"] == self._key else None
        except (OSError, orjson.JSONDecodeError, KeyError, TypeError, AttributeError):
            # A damaged file may hold JSON of any shape.
            return None
        return progress if progress is not None and progress.last_run == last_run else None

    def write(self, progress: ImportProgress) -> None:
        """Keep the progress; where that fails, the next start only reads more."""
        if not self._key:
            return
        found = {search: sorted(ids) for search, ids in progress.found.items()}
        content = asdict(progress) | {"found": found, "place": list(progress.place)}
        try:
            with whole_file(self._path) as beside:
                beside.write_bytes(orjson.dumps({"key": self._key, "progress": content}))
        except OSError as error:
            _log.info("The progress of the import cannot be kept in %s: %s.", self._path, error.strerror or error)

    def remove(self) -> None:
        """Remove the file of an import that has ended."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)


def _progress(kept: dict[str, Any]) -> ImportProgress:
    return ImportProgress(**{
        **kept,
        "bad": [BadRecord(**item) for item in kept["bad"]],
        "found": {search: set(ids) for search, ids in kept["found"].items()},
        "place": Place(*kept["place"]),
    })  # fmt: skip


def _key(sources: Sequence[str], rests_on: Iterable[str]) -> str:
    """Return a hash over names, sizes and times of the files, and what else decides what an import does."""
    seen = []
    for path in map(Path, files_of(sources)):
        with suppress(OSError):
            state = path.stat()
            seen.append((str(path.resolve()), state.st_size, state.st_mtime_ns))
    return hashlib.sha256(repr((seen, list(rests_on))).encode()).hexdigest()
