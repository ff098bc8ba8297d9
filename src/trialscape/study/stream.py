"""Read study objects from files of all supported shapes, one at a time.

JSON Lines (one study a line), a page of API v2 (``{"studies": [...]}``), a bare array as the registry's own site
exports it, or a single study; each may be gzipped, and a study may be wrapped as ``{"study": {...}}``.
"""

import codecs
import gzip
import io
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any, cast

import orjson

from trialscape.errors import UsageError

_GZIP = b"\x1f\x8b"
# A page or an array is read whole, and an endless stream cannot store all memory. The largest page of the registry has
# some 50 MB, an export of all trials that the searches find some 300 MB.
_LARGEST = 512 << 20


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One object of a file: ``line`` counts from 1 (in an array, the position), ``error`` says why it has no value.

    ``text`` is a line that was not decoded yet; ``decoded`` gives its value.
    """

    line: int
    value: dict[str, Any] | bytes | None
    error: str = ""
    text: bytes = b""

    def decoded(self) -> "RawRecord":
        """Return the same with the value, or the error, of a line that was not decoded yet."""
        return _line(self.line, self.text) if self.text else self


def read_records(source: str, skipped: int = 0, *, decodes: bool = True) -> Iterator[RawRecord]:
    """Yield the records of ``source``, a path or ``-`` for standard input; lines that are not JSON have an error.

    The first ``skipped`` records are left out; lines of these are not decoded. Without ``decodes`` the other lines of
    JSON Lines are not decoded either, so that other processes can do it.

    Raises UsageError when the file cannot be opened at all. JSON Lines are read line by line, so memory stays flat.
    """
    with ExitStack() as stack:
        try:
            raw = sys.stdin.buffer if source == "-" else stack.enter_context(Path(source).open("rb"))
            packed = cast(io.BufferedReader, raw).peek(2)[:2] == _GZIP
        except OSError as error:
            raise UsageError(f"{source} cannot be read: {error.strerror or error}.") from error
        # Unpacking does not close the file below, so both are on the stack.
        stream = stack.enter_context(gzip.GzipFile(fileobj=raw)) if packed else raw
        yield from records_of(cast(IO[bytes], stream), source, skipped, decodes=decodes)


def records_of(stream: IO[bytes], source: str, skipped: int = 0, *, decodes: bool = True) -> Iterator[RawRecord]:
    """Yield the records of an open file; ``source`` names it in errors."""
    lines = _lines(stream, source)
    number, first = next(((n, line) for n, line in lines if line.strip()), (0, b""))
    # Some editors begin a file with a byte order mark, which is not valid JSON.
    first = first.removeprefix(codecs.BOM_UTF8)
    if not first:
        return
    whole = _decoded(first)
    if isinstance(whole, dict) and not isinstance(whole.get("studies"), list):
        if not skipped:
            yield _unwrapped(number, whole) if decodes else RawRecord(number, None, text=first)
        others = ((number, line) for number, line in lines if line.strip())
        read = _line if decodes else _undecoded
        yield from (read(number, line) for number, line in islice(others, max(skipped - 1, 0), None))
        return
    if whole is None or isinstance(whole, list | dict):
        rest = _joined(lines, source)
        document = _decoded(first + rest) if whole is None or rest.strip() else whole
        if document is None and not first.lstrip().startswith((b"[", b"{\n", b"{\r")):
            kept = ((n, line) for n, line in enumerate((first + rest).splitlines(), number) if line.strip())
            yield from (_line(n, line) for n, line in islice(kept, skipped, None))
            return
        yield from islice(_document(document), skipped, None)
        return
    yield RawRecord(number, None, "not a study object")


def _lines(stream: IO[bytes], source: str) -> Iterator[tuple[int, bytes]]:
    try:
        for number, line in enumerate(iter(lambda: stream.readline(_LARGEST), b""), start=1):
            if len(line) == _LARGEST:
                raise _too_large(source)
            yield number, line
    except (EOFError, gzip.BadGzipFile, OSError) as error:
        raise UsageError(f"{source} is damaged and cannot be read to its end: {error}.") from error


def _joined(lines: Iterator[tuple[int, bytes]], source: str) -> bytes:
    # One growing buffer, because millions of short lines each on its own would take many times their length.
    whole = bytearray()
    for _, line in lines:
        whole += line
        if len(whole) >= _LARGEST:
            raise _too_large(source)
    return bytes(whole)


def _too_large(source: str) -> UsageError:
    return UsageError(f"{source} holds more than {_LARGEST >> 20} MB without a record's end; write one record a line.")


def _decoded(text: bytes) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return None


def _undecoded(number: int, line: bytes) -> RawRecord:
    return RawRecord(number, None, text=line)


def _line(number: int, line: bytes) -> RawRecord:
    value = _decoded(line)
    if not isinstance(value, dict):
        return RawRecord(number, None, "not a JSON object" if value is not None else "not JSON")
    return _unwrapped(number, value)


def _unwrapped(number: int, value: dict[str, Any]) -> RawRecord:
    inner = value.get("study")
    return RawRecord(number, inner if isinstance(inner, dict) else value)


def _document(document: Any) -> Iterator[RawRecord]:
    studies = document.get("studies") if isinstance(document, dict) else document
    if isinstance(document, dict) and not isinstance(studies, list):
        yield _unwrapped(1, document)
        return
    if not isinstance(studies, list):
        yield RawRecord(1, None, "neither JSON Lines nor a page or array of studies")
        return
    for number, value in enumerate(studies, start=1):
        if isinstance(value, dict):
            yield _unwrapped(number, value)
        else:
            yield RawRecord(number, None, "not a JSON object")
