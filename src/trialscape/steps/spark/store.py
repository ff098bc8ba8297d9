"""The place that driver and workers share: a folder, or an object store that fsspec reaches."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any, TypeVar
from uuid import uuid4

import fsspec

from trialscape.errors import ArchiveError, UsageError
from trialscape.whole_file import UNFINISHED, sync

# Seconds until a store that does not answer is given up, and how often a request is repeated.
_S3 = {"connect_timeout": 10, "read_timeout": 60, "retries": {"max_attempts": 3}}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Store:
    """Files below ``address``: a path, or an address such as ``s3://bucket/folder``; names are relative to it.

    All methods raise ArchiveError, in one sentence, when the store does not answer or refuses.
    """

    address: str

    @property
    def folder(self) -> Path | None:
        """The folder of this machine; None for an object store."""
        return None if "://" in self.address else Path(self.address)

    def names(self, folder: str) -> list[str]:
        """Return the sorted names of the files in ``folder``; none where there is no such folder."""

        def work() -> list[str]:
            try:
                found = _files(self.address).ls(self._path(folder), detail=False)
            except FileNotFoundError:
                return []
            return sorted(name.rsplit("/", 1)[-1] for name in found)

        return self._answer(f"listing {folder}", work)

    def read(self, name: str) -> bytes:
        """Return the bytes of a file."""
        return self._answer(f"reading {name}", lambda: bytes(_files(self.address).cat_file(self._path(name))))

    @contextmanager
    def opened(self, name: str) -> Iterator[IO[bytes]]:
        """Open a file, of which parts are read."""
        with self._answer(f"opening {name}", lambda: _files(self.address).open(self._path(name), "rb")) as file:
            yield file

    def put(self, file: Path, name: str) -> None:
        """Store a finished file of this machine under ``name``, whole or not at all."""
        self._answer(f"writing {name}", lambda: self._put(file, name))

    def remove(self, name: str) -> None:
        """Remove a file."""
        self._answer(f"removing {name}", lambda: _files(self.address).rm_file(self._path(name)))

    def _put(self, file: Path, name: str) -> None:
        if self.folder is None:
            # An object appears when its last byte has arrived.
            _files(self.address).put_file(str(file), self._path(name))
            return
        target = self.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        # Two machines that share the folder may have processes of the same number.
        beside = target.with_name(f".{target.name}.{uuid4().hex}{UNFINISHED}")
        shutil.copyfile(file, beside)
        sync(beside)
        beside.replace(target)
        sync(target.parent)

    def _path(self, name: str) -> str:
        root = self.address if self.folder is None else str(self.folder.resolve())
        return f"{root.rstrip('/')}/{name}"

    def _answer(self, doing: str, work: Callable[[], T]) -> T:
        try:
            return work()
        except _faults() as error:
            reason = getattr(error, "strerror", None) or " ".join(str(error).split())[:300] or type(error).__name__
            raise ArchiveError(f"{self.address} failed while {doing}: {str(reason).rstrip('.')}.") from error


@lru_cache(maxsize=8)
def _files(address: str) -> Any:
    """Return the fsspec file system of an address; a process makes each once."""
    protocol = address.split("://", 1)[0] if "://" in address else "file"
    options: dict[str, Any] = {"use_listings_cache": False}
    if protocol in ("s3", "s3a"):
        options["config_kwargs"] = _S3
    try:
        return fsspec.filesystem(protocol, **options)
    except (ValueError, ImportError) as error:
        raise UsageError(
            f"The address {address} cannot be used: {str(error).rstrip('.')}; give a folder or s3://BUCKET/FOLDER."
        ) from error


@lru_cache(maxsize=1)
def _faults() -> tuple[type[Exception], ...]:
    """Return the errors of the file system and of the client of an object store."""
    if find_spec("botocore") is None:
        return (OSError,)
    return OSError, import_module("botocore.exceptions").BotoCoreError
