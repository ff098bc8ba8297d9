"""Manifests: one small JSON file per run, written last, never rewritten, each with the seal of the previous one.

``manifests/<run>.json`` makes a run exist. ``compactions/<id>.json`` says that the parts of some runs are now found in
merged parts; the manifests of those runs do not change.
"""

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from trialscape.archive.files.model import RunKind
from trialscape.archive.files.parts import COMPACTIONS, MANIFESTS, Part, archive_errors
from trialscape.errors import ArchiveError
from trialscape.whole_file import sync

_FORMAT = 1
_TIDY = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
_NAME = re.compile(r"\d{6}-\d{8}T\d{6}Z|compact-\d{6}")


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """One search that a run read to its last page.

    ``full``: it asked for everything, not only for recent posts. ``expected``: the registry's own count, if known.
    ``query`` identifies the wording of the search. ``reworded``: the previous run used another wording, so that gained
    or lost trials are not a change in the registry.
    """

    search: str
    full: bool
    expected: int | None
    seen: int
    query: str = ""
    reworded: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether the walk saw as many trials as the registry announced."""
        return self.expected in (None, self.seen)

    @property
    def shows_departures(self) -> bool:
        """Whether trials that this walk did not find have left the search; not so for a delta or an incomplete walk."""
        return self.full and self.is_complete


@dataclass(frozen=True, slots=True)
class Manifest:
    """One committed run. Times are UTC; ``seen_at`` orders the runs and increases with each."""

    run: str
    kind: RunKind
    edition: str
    started: datetime
    finished: datetime
    seen_at: datetime
    code_version: str
    demo: bool
    searches: tuple[SearchEntry, ...]
    counts: Mapping[str, int]
    parts: tuple[Part, ...]
    prior: str
    seal: str

    @property
    def number(self) -> int:
        """The run's number in the chain, from 1."""
        return int(self.run[:6])


@dataclass(frozen=True, slots=True)
class Compaction:
    """Merged parts that replace all parts of ``runs``."""

    name: str
    runs: tuple[str, ...]
    parts: tuple[Part, ...]
    seal: str


def run_name(number: int, seen_at: datetime) -> str:
    """Return a run's id, such as ``000012-20260210T060000Z``, which sorts in the order of the chain."""
    return f"{number:06d}-{seen_at:%Y%m%dT%H%M%SZ}"


def names(folder: Path, section: str) -> list[str]:
    """Return the ids of the manifests (or compactions) present, in order; other files are ignored."""
    with archive_errors(f"listing {folder / section}"):
        if not (folder / section).is_dir():
            return []
        return sorted(p.stem for p in (folder / section).iterdir() if p.suffix == ".json" and _NAME.fullmatch(p.stem))


def write_manifest(folder: Path, values: Mapping[str, Any]) -> Manifest:
    """Seal and write the manifest of a run; the rename commits the run. Returns the manifest."""
    _write(folder / MANIFESTS / f"{values['run']}.json", values)
    return read_manifest(folder, values["run"])


def write_compaction(folder: Path, name: str, runs: tuple[str, ...], parts: tuple[Part, ...]) -> None:
    """Seal and write a compaction; after the rename its parts replace those of ``runs``."""
    _write(folder / COMPACTIONS / f"{name}.json", {"name": name, "runs": runs, "parts": parts})


def _write(path: Path, values: Mapping[str, Any]) -> None:
    """Write to a temporary file, flush and rename, so the final name never holds an incomplete manifest."""
    content = orjson.loads(orjson.dumps({"format": _FORMAT, **values}))
    content["seal"] = _seal(content)
    beside = path.with_suffix(".tmp")
    with beside.open("wb") as handle:
        handle.write(orjson.dumps(content, option=_TIDY))
        handle.flush()
        os.fsync(handle.fileno())
    sync(path.parent)
    beside.replace(path)
    sync(path.parent)


def _seal(content: Mapping[str, Any]) -> str:
    bare = {key: item for key, item in content.items() if key != "seal"}
    return hashlib.sha256(orjson.dumps(bare, option=orjson.OPT_SORT_KEYS)).hexdigest()


def read_manifest(folder: Path, run: str) -> Manifest:
    """Read one run's manifest; raises ArchiveError when it is damaged, FileNotFoundError when it is missing."""
    path = folder / MANIFESTS / f"{run}.json"
    content = _read(path)
    try:
        return Manifest(
            run=str(content["run"]),
            kind=RunKind(content["kind"]),
            edition=str(content["edition"]),
            started=_time(content["started"]),
            finished=_time(content["finished"]),
            seen_at=_time(content["seen_at"]),
            code_version=str(content["code_version"]),
            demo=bool(content["demo"]),
            searches=tuple(SearchEntry(**entry) for entry in content["searches"]),
            counts={str(key): int(count) for key, count in content["counts"].items()},
            parts=tuple(Part(**part) for part in content["parts"]),
            prior=str(content["prior"]),
            seal=str(content["seal"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _damaged(path, "it lacks required keys of a manifest") from error


def read_compaction(folder: Path, name: str) -> Compaction:
    """Read one compaction; raises ArchiveError when it is damaged, FileNotFoundError when it is missing."""
    path = folder / COMPACTIONS / f"{name}.json"
    content = _read(path)
    try:
        parts = tuple(Part(**part) for part in content["parts"])
        return Compaction(str(content["name"]), tuple(content["runs"]), parts, str(content["seal"]))
    except (KeyError, TypeError, AttributeError) as error:
        raise _damaged(path, "it lacks required keys of a compaction") from error


def _read(path: Path) -> dict[str, Any]:
    try:
        content = orjson.loads(path.read_bytes())
    except FileNotFoundError:
        raise
    except OSError as error:
        raise ArchiveError(f"The archive's {path.name} cannot be read: {error.strerror}.") from error
    except orjson.JSONDecodeError as error:
        raise _damaged(path, "it is no JSON") from error
    if not isinstance(content, dict):
        raise _damaged(path, "it is not a JSON object")
    if content.get("format") != _FORMAT and content.get("seal") == _seal(content):
        raise ArchiveError(f"The archive's {path.name} was written by a newer trialscape; install that version.")
    if content.get("seal") != _seal(content) or path.stem not in (content.get("run"), content.get("name")):
        raise _damaged(path, "its seal does not match its content")
    return content


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _damaged(path: Path, reason: str) -> ArchiveError:
    return ArchiveError(
        f"The archive's manifest {path.name} is damaged ({reason}); restore {path} from a backup, "
        "and run `trialscape archive verify` to see what else is affected."
    )
