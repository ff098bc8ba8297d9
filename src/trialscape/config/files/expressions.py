"""The regular expressions of rule files: checked where they are read, and compiled once a process."""

import re
import sys
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Protocol, TypeVar

from pydantic import AfterValidator

from trialscape.config.files.required_literals import Clause, required_literals

_Result = TypeVar("_Result")
_Given = TypeVar("_Given", covariant=True)


class _Find(Protocol[_Given]):
    def __call__(self, string: str, pos: int = 0, endpos: int = sys.maxsize, /) -> _Given: ...


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Compile an expression once; ``re`` itself caches only 512, and the rules have more.

    Raises re.error for text that is not a regular expression.
    """
    return re.compile(pattern)


class Searcher(Protocol):
    """What rules do with an expression; ``re.Pattern`` does the same."""

    def search(self, string: str, pos: int = 0, endpos: int = sys.maxsize, /) -> re.Match[str] | None:
        """Return the first match in ``pos``:``endpos``, or None."""

    def finditer(self, string: str, pos: int = 0, endpos: int = sys.maxsize, /) -> Iterator[re.Match[str]]:
        """Return all matches in ``pos``:``endpos`` that do not overlap."""


class _Prefiltered:
    """An expression that is searched for only in texts that hold its required literals.

    It is compiled at its first use, because a run on a few records uses only some of the rules.
    """

    __slots__ = ("_source", "finditer", "search")

    def __init__(self, source: str) -> None:
        self._source = source
        self.search: _Find[re.Match[str] | None] = self._first_search
        self.finditer: _Find[Iterator[re.Match[str]]] = self._first_finditer

    def _first_search(self, string: str, pos: int = 0, endpos: int = sys.maxsize) -> re.Match[str] | None:
        self._prepare()
        return self.search(string, pos, endpos)

    def _first_finditer(self, string: str, pos: int = 0, endpos: int = sys.maxsize) -> Iterator[re.Match[str]]:
        self._prepare()
        return self.finditer(string, pos, endpos)

    def _prepare(self) -> None:
        pattern = compiled(self._source)
        # An expression of literals is searched for many times faster than one that begins with a word boundary.
        self.search = pattern.search
        self.finditer = pattern.finditer
        for clause in reversed(required_literals(self._source)):
            self.search = _guarded(clause, self.search, None)
            self.finditer = _guarded(clause, self.finditer, iter(()))


def _guarded(clause: Clause, find: _Find[_Result], nothing: _Result) -> _Find[_Result]:
    """Return a function that calls ``find`` only where a literal of the clause occurs, and else returns ``nothing``."""
    occurs = re.compile("|".join(map(re.escape, clause))).search
    literal = clause[0]

    def guarded_by_one(string: str, pos: int = 0, endpos: int = sys.maxsize, /) -> _Result:
        return find(string, pos, endpos) if string.find(literal, pos, endpos) >= 0 else nothing

    def guarded(string: str, pos: int = 0, endpos: int = sys.maxsize, /) -> _Result:
        return find(string, pos, endpos) if occurs(string, pos, endpos) else nothing

    # A single literal is found some ten times faster without an expression.
    return guarded_by_one if len(clause) == 1 else guarded


@cache
def searcher(pattern: str) -> Searcher:
    """Return the fastest form of an expression that is only searched for."""
    return _Prefiltered(pattern)


def _is_expression(pattern: str) -> str:
    try:
        compiled(pattern)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return pattern


Expression = Annotated[str, AfterValidator(_is_expression)]
