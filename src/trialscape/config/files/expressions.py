"""The regular expressions of rule files: checked where they are read, and compiled once a process."""

import re
import sys
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, Protocol, cast

from pydantic import AfterValidator, ValidationInfo

from trialscape.config.files.places_of_matches import Find, compiled, prepared

__all__ = ["KNOWN_TO_BE_SOUND", "Expression", "Searcher", "compiled", "late", "searcher"]


class Searcher(Protocol):
    """What rules do with an expression; ``re.Pattern`` does the same."""

    def search(self, string: str, pos: int = 0, endpos: int = sys.maxsize, /) -> re.Match[str] | None:
        """Return the first match in ``pos``:``endpos``, or None."""

    def finditer(self, string: str, pos: int = 0, endpos: int = sys.maxsize, /) -> Iterator[re.Match[str]]:
        """Return all matches in ``pos``:``endpos`` that do not overlap."""


class _Lazy:
    """Expressions of which one must match; prepared at the first use, because a run on a few records uses only some."""

    __slots__ = ("_sources", "finditer", "search")

    def __init__(self, sources: tuple[str, ...]) -> None:
        self._sources = sources
        self.search: Find[re.Match[str] | None] = self._first_search
        self.finditer: Find[Iterator[re.Match[str]]] = self._first_finditer

    def _first_search(self, string: str, pos: int = 0, endpos: int = sys.maxsize) -> re.Match[str] | None:
        self._prepare()
        return self.search(string, pos, endpos)

    def _first_finditer(self, string: str, pos: int = 0, endpos: int = sys.maxsize) -> Iterator[re.Match[str]]:
        self._prepare()
        return self.finditer(string, pos, endpos)

    def _prepare(self) -> None:
        self.search, self.finditer = prepared(self._sources)


class _Late:
    """An expression that is compiled when anything but its source is asked for."""

    def __init__(self, pattern: str, flags: re.RegexFlag) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self.pattern, self._flags) if self._flags else compiled(self.pattern), name)
        # The next use finds it at once.
        setattr(self, name, found)
        return found


def late(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """Return an expression that is compiled at its first use; for those that few records need."""
    return cast("re.Pattern[str]", _Late(pattern, flags))


@cache
def searcher(*patterns: str) -> Searcher:
    """Return the fastest form of an expression that is only searched for, or of several of which one must match."""
    return _Lazy(patterns)


# Given as the context of a validation, it says that these very expressions were found sound before: to check them takes
# a quarter of a second.
KNOWN_TO_BE_SOUND = {"expressions": "sound"}


def _is_expression(pattern: str, info: ValidationInfo) -> str:
    if info.context is KNOWN_TO_BE_SOUND:
        return pattern
    try:
        compiled(pattern)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return pattern


Expression = Annotated[str, AfterValidator(_is_expression)]
