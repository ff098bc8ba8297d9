"""The heartbeat: a small JSON file in the data folder with the state of the latest refresh, for monitors.

``heartbeat.json`` is replaced by a rename, so that a monitor never reads an incomplete file. Times are UTC.
"""

import os
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import orjson

from trialscape.errors import ArchiveError, TrialscapeError, UsageError, is_interruption

FILE = "heartbeat.json"


@dataclass(frozen=True, slots=True)
class RefreshStatus:
    """The state of the latest refresh: ``state`` is running, done, failed or stopped.

    ``succeeded`` is the end of the latest successful refresh ("" if there is none), even if it found nothing new.
    ``outcome`` says in a sentence how the latest refresh ended.
    """

    state: str
    began: str
    ended: str = ""
    succeeded: str = ""
    edition: str = ""
    outcome: str = ""
    process: int = 0


class Heartbeat:
    """Keeps the file while a refresh runs; use it as a context manager around the whole refresh.

    A run begins with ``begin``. An invalid argument before it leaves the file unchanged, so that a mistyped command
    raises no alarm.
    """

    def __init__(self, data: Path) -> None:
        self._path, self._has_begun = data / FILE, False
        before = read_refresh_status(data)
        self._beat = RefreshStatus("running", now(), succeeded=before.succeeded if before else "", process=os.getpid())

    def set_outcome(self, edition: str, outcome: str) -> None:
        """Set the outcome of the refresh; it is written at the end."""
        self._beat = replace(self._beat, edition=edition, outcome=outcome)

    def begin(self) -> None:
        """Record that the run has begun."""
        self._has_begun = True
        self._write()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, UsageError) and not self._has_begun:
            return
        ended = now()
        if error is None:
            self._beat = replace(self._beat, state="done", ended=ended, succeeded=ended)
        else:
            stopped = is_interruption(error)
            outcome = str(error) if isinstance(error, TrialscapeError) else type(error).__name__
            self._beat = replace(self._beat, state="stopped" if stopped else "failed", ended=ended, outcome=outcome)
        try:
            self._write()
        except ArchiveError:
            # The error that ended the refresh must be the one that is reported.
            if error is None:
                raise

    def _write(self) -> None:
        write_json(self._path, asdict(self._beat))


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Replace a small file, which has one writer, by a rename. Raises ArchiveError when that fails."""
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_bytes(orjson.dumps(content, option=orjson.OPT_INDENT_2) + b"\n")
        beside.replace(path)
    except OSError as error:
        raise ArchiveError(f"The heartbeat {path} cannot be written: {error.strerror or error}.") from error


def read_refresh_status(data: Path) -> RefreshStatus | None:
    """Return the latest heartbeat, or None if there is no readable one."""
    try:
        beat = RefreshStatus(**orjson.loads((data / FILE).read_bytes()))
        for moment in filter(None, (beat.began, beat.succeeded)):
            datetime.fromisoformat(moment)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError, ValueError, TypeError):
        return None
    return beat


def now() -> str:
    """Return the current time in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
