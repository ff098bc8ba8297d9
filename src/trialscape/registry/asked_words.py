"""The expressions that are sent for a search: made from its words, or those that a recording was made with.

A recording stores its requests with its answers, in ``searches.jsonl`` (one search a line, with its parts): an added
drug changes the words of a search, and a replay must send the recorded request.
"""

from pathlib import Path
from typing import Protocol

import orjson

from trialscape.config.tracking.searches import Search
from trialscape.errors import RegistryError, UsageError
from trialscape.registry import query

RECORDED_WORDS = "searches.jsonl"


class Words(Protocol):
    """Where the expressions of a search come from."""

    def parts(self, search: Search, empty_address: str) -> tuple[str, ...]:
        """Return the expressions that together form ``search``, without the clause of a delta."""


class WrittenWords:
    """Expressions made from the words of a search, each short enough for an address of ``longest`` characters."""

    def __init__(self, longest: int) -> None:
        self._longest = longest

    def parts(self, search: Search, empty_address: str) -> tuple[str, ...]:
        """Return the expressions; raises RegistryError when no cutting makes them short enough."""
        return query.parts(search, query.room_for_query(self._longest, empty_address))


class KeptWords:
    """Written words that are kept in ``folder`` for a later replay."""

    def __init__(self, words: Words, folder: Path) -> None:
        self._words, self._path = words, folder / RECORDED_WORDS

    def parts(self, search: Search, empty_address: str) -> tuple[str, ...]:
        """Return the expressions and note them; raises UsageError when they cannot be written."""
        asked = self._words.parts(search, empty_address)
        try:
            with self._path.open("ab") as handle:
                handle.write(orjson.dumps({"search": search.id, "asked": asked}) + b"\n")
        except OSError as error:
            raise UsageError(f"The words of the recording {self._path} cannot be written: {error.strerror}.") from error
        return asked


class RecordedWords:
    """The words with which the recording in ``folder`` was made; today's words if it stores none."""

    def __init__(self, folder: Path, otherwise: Words) -> None:
        self._folder, self._otherwise = folder, otherwise
        self._asked = _read(folder / RECORDED_WORDS)

    def parts(self, search: Search, empty_address: str) -> tuple[str, ...]:
        """Return the expressions; raises RegistryError for a search that was not recorded."""
        if not self._asked:
            return self._otherwise.parts(search, empty_address)
        if search.id not in self._asked:
            raise RegistryError(
                f"The recordings in {self._folder} hold no search '{search.id}'; record them again after a change."
            )
        return self._asked[search.id]


def _read(path: Path) -> dict[str, tuple[str, ...]]:
    try:
        lines = path.read_bytes().splitlines() if path.is_file() else []
        return {entry["search"]: tuple(entry["asked"]) for entry in map(orjson.loads, lines)}
    except (OSError, orjson.JSONDecodeError, KeyError, TypeError) as error:
        raise UsageError(f"The words of the recording {path} cannot be read: {error}.") from error
