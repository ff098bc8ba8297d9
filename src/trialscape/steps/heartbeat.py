"""The heartbeat: a small JSON file in the data folder that says how the latest refresh stands, for monitors.

``heartbeat.json`` is written beside and renamed, so that a monitor never reads half of it. Times are UTC.
"""

import os
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import orjson

from trialscape.errors import ArchiveError, StoppedError, TrialscapeError

FILE = "heartbeat.json"


@dataclass(frozen=True, slots=True)
class Beat:
    """How the latest refresh stands: ``state`` is running, done, failed or stopped.

    ``succeeded`` is the end of the latest refresh that came to a good one ("" if none did), whether or not it found
    anything new. ``outcome`` says in a sentence how the latest ended.
    """

    state: str
    began: str
    ended: str = ""
    succeeded: str = ""
    edition: str = ""
    outcome: str = ""
    process: int = 0


class Heartbeat:
    """Keeps the file while a refresh runs; use it as a context manager around the whole refresh."""

    def __init__(self, data: Path) -> None:
        self._path = data / FILE
        before = read_beat(data)
        self._beat = Beat("running", _now(), succeeded=before.succeeded if before else "", process=os.getpid())

    def say(self, edition: str, outcome: str) -> None:
        """Note what the refresh came to; it is written at the end."""
        self._beat = replace(self._beat, edition=edition, outcome=outcome)

    def __enter__(self) -> Self:
        self._write()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        ended = _now()
        if error is None:
            self._beat = replace(self._beat, state="done", ended=ended, succeeded=ended)
        else:
            stopped = isinstance(error, StoppedError | KeyboardInterrupt)
            told = str(error) if isinstance(error, TrialscapeError) else type(error).__name__
            self._beat = replace(self._beat, state="stopped" if stopped else "failed", ended=ended, outcome=told)
        self._write()

    def _write(self) -> None:
        beside = self._path.with_name(f".{FILE}.{os.getpid()}")
        try:
            beside.write_bytes(orjson.dumps(asdict(self._beat), option=orjson.OPT_INDENT_2) + b"\n")
            beside.replace(self._path)
        except OSError as error:
            raise ArchiveError(f"The heartbeat {self._path} cannot be written: {error.strerror or error}.") from error


def read_beat(data: Path) -> Beat | None:
    """Return the latest heartbeat, None when there is none that can be read."""
    try:
        return Beat(**orjson.loads((data / FILE).read_bytes()))
    except (OSError, orjson.JSONDecodeError, TypeError):
        return None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
