"""The records of a run before its commit: their texts are in a file on disk, so that memory holds one slice."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from trialscape.archive.files.parts import cut
from trialscape.archive.files.prepared import PreparedRecord


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a record's text is in the file, in bytes, and what else is stored of it."""

    start: int
    length: int
    digest: str
    posted: str


class Spool:
    """A file of texts, one behind the other; use it under ``archive_errors``, because writing it can fill the disk.

    A record that replaces an earlier one of the same trial leaves the earlier text in the file, which is then unused.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("w+b")
        self._places: dict[str, _Place] = {}
        self._end = 0

    def put(self, record: PreparedRecord) -> None:
        """Store a record in place of an earlier one of the same trial."""
        text = record.text.encode()
        self._file.write(text)
        self._places[record.nct_id] = _Place(self._end, len(text), record.digest, record.posted)
        self._end += len(text)

    def drop(self, nct_id: str) -> None:
        """Discard a trial's record, if there is one."""
        self._places.pop(nct_id, None)

    def slices(self, most: int) -> Iterator[Iterator[PreparedRecord]]:
        """Yield the records in the order of their ids, in slices of at most ``most`` bytes, or of one record."""
        for ids in cut(((nct_id, self._places[nct_id].length) for nct_id in sorted(self._places)), most):
            yield map(self._read, ids)

    def close(self) -> None:
        """Remove the file."""
        # On a full disk, closing fails again because of text that is no longer needed.
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _read(self, nct_id: str) -> PreparedRecord:
        place = self._places[nct_id]
        self._file.seek(place.start)
        return PreparedRecord(nct_id, place.digest, place.posted, self._file.read(place.length).decode())
