"""Read the records of files, folders and zip files, one at a time, each with the name of its file.

A zip file may hold one study a file, as the registry's bulk download does, or files of any shape of ``stream``. A
folder is read with all its folders, in the order of names.
"""

import gzip
import io
import itertools
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, NamedTuple, cast

from trialscape.errors import UsageError
from trialscape.study.stream import RawRecord, read_records, records_of

_SUFFIXES = (".json", ".jsonl", ".ndjson", ".gz", ".zip")
_GZIP = b"\x1f\x8b"
# What a damaged, encrypted or unusually packed member of a zip file raises.
_MEMBER_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError)


class Place(NamedTuple):
    """How far a bundle was read: files and members of zip files before the current one, and records of that one."""

    unit: int
    record: int


START = Place(0, 0)


@dataclass(frozen=True, slots=True)
class NamedRecord:
    """One record, its file, such as ``bulk.zip/NCT00000001.json``, and the place after it."""

    file: str
    record: RawRecord
    place: Place = START


def read_bundle(sources: Iterable[str], start: Place = START) -> Iterator[NamedRecord]:
    """Yield the records of all sources behind ``start``: paths of files, folders and zip files, or ``-`` for stdin.

    Records that a file holds as text of their own are not decoded. Files and members before ``start`` are not opened.
    A damaged member of a zip file yields one record with the error.
    Raises UsageError for a source that cannot be opened, or that is damaged beyond its members.
    """
    units = itertools.count()
    for path in files_of(sources):
        if Path(path).is_file() and zipfile.is_zipfile(path):
            yield from _zipped(path, units, start)
        else:
            yield from _placed(path, next(units), start, partial(read_records, path, decodes=False))


def files_of(sources: Iterable[str]) -> Iterator[str]:
    """Yield the files of all sources, those of a folder in the order of their names; ``-`` stays as it is.

    Raises UsageError for a folder without a file of records.
    """
    for source in sources:
        folder = Path(source)
        if source == "-" or not folder.is_dir():
            yield source
            continue
        found = sorted(path for path in folder.rglob("*") if path.suffix in _SUFFIXES and path.is_file())
        if not found:
            raise UsageError(f"The folder {source} holds no file that ends with {', '.join(_SUFFIXES)}.")
        yield from map(str, found)


def _placed(file: str, unit: int, start: Place, read: Callable[[int], Iterator[RawRecord]]) -> Iterator[NamedRecord]:
    if unit >= start.unit:
        skipped = start.record if unit == start.unit else 0
        for number, record in enumerate(read(skipped), skipped + 1):
            yield NamedRecord(file, record, Place(unit, number))


def _zipped(path: str, units: Iterator[int], start: Place) -> Iterator[NamedRecord]:
    try:
        with zipfile.ZipFile(path) as packed:
            names = [item.filename for item in packed.infolist() if not item.is_dir()]
            for name in names:
                if not Path(name).name.startswith(".") and name.endswith(_SUFFIXES):
                    shown = f"{path}/{name}"
                    yield from _placed(shown, next(units), start, partial(_member, packed, name, shown))
    except (OSError, zipfile.BadZipFile) as error:
        raise UsageError(f"{path} cannot be read: {error}.") from error


def _member(packed: zipfile.ZipFile, name: str, shown: str, skipped: int) -> Iterator[RawRecord]:
    try:
        with packed.open(name) as member:
            raw = cast(io.BufferedReader, member)
            stream = gzip.GzipFile(fileobj=raw) if raw.peek(2)[:2] == _GZIP else raw
            yield from records_of(cast(IO[bytes], stream), shown, skipped, decodes=False)
    except UsageError as error:
        yield RawRecord(1, None, str(error))
    except _MEMBER_DAMAGE as error:
        yield RawRecord(1, None, f"the file is damaged ({error})")
