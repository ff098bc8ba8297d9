"""Read the records of files, folders and zip files, one at a time, each with the name of its file.

A zip file may hold one study a file, as the registry's bulk download does, or files of any shape of ``stream``. A
folder is read with all its folders, in the order of names.
"""

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from trialscape.errors import UsageError
from trialscape.study.stream import RawRecord, read_records, records_of

_SUFFIXES = (".json", ".jsonl", ".ndjson", ".gz", ".zip")
_GZIP = b"\x1f\x8b"
# What a damaged, encrypted or unusually packed member of a zip file raises.
_MEMBER_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError)


@dataclass(frozen=True, slots=True)
class NamedRecord:
    """One record and its file, such as ``bulk.zip/NCT00000001.json``."""

    file: str
    record: RawRecord


def read_bundle(sources: Iterable[str]) -> Iterator[NamedRecord]:
    """Yield the records of all sources: paths of files, folders and zip files, or ``-`` for standard input.

    A damaged member of a zip file yields one record with the error. Raises UsageError for a source that cannot be
    opened, or that is damaged beyond its members.
    """
    for source in sources:
        for path in _files(source):
            if Path(path).is_file() and zipfile.is_zipfile(path):
                yield from _zipped(path)
            else:
                yield from (NamedRecord(path, record) for record in read_records(path))


def _files(source: str) -> Iterator[str]:
    folder = Path(source)
    if source == "-" or not folder.is_dir():
        yield source
        return
    found = sorted(path for path in folder.rglob("*") if path.suffix in _SUFFIXES and path.is_file())
    if not found:
        raise UsageError(f"The folder {source} holds no file that ends with {', '.join(_SUFFIXES)}.")
    yield from map(str, found)


def _zipped(path: str) -> Iterator[NamedRecord]:
    try:
        with zipfile.ZipFile(path) as packed:
            names = [item.filename for item in packed.infolist() if not item.is_dir()]
            for name in names:
                if not Path(name).name.startswith(".") and name.endswith(_SUFFIXES):
                    yield from _member(packed, name, f"{path}/{name}")
    except (OSError, zipfile.BadZipFile) as error:
        raise UsageError(f"{path} cannot be read: {error}.") from error


def _member(packed: zipfile.ZipFile, name: str, shown: str) -> Iterator[NamedRecord]:
    try:
        with packed.open(name) as member:
            raw = cast(io.BufferedReader, member)
            stream = gzip.GzipFile(fileobj=raw) if raw.peek(2)[:2] == _GZIP else raw
            yield from (NamedRecord(shown, record) for record in records_of(cast(IO[bytes], stream), shown))
    except UsageError as error:
        yield NamedRecord(shown, RawRecord(1, None, str(error)))
    except _MEMBER_DAMAGE as error:
        yield NamedRecord(shown, RawRecord(1, None, f"the file is damaged ({error})"))
