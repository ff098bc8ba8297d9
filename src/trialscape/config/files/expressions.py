"""The regular expressions of rule files: checked where they are read, and compiled once a process."""

import re
import sys
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Protocol

from pydantic import AfterValidator

from trialscape.config.files.required_literals import Clause, required_literals


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Compile an expression once; ``re`` itself caches only 512, and the rules have more.

    Raises re.error for text that is not a regular expression.
    """
    return re.compile(pattern)


class Searcher(Protocol):
    """What rules do with an expression; ``re.Pattern`` does the same."""

    def search(self, string: str, pos: int = 0, endpos: int = sys.maxsize) -> re.Match[str] | None:
        """Return the first match in ``pos``:``endpos``, or None."""

    def finditer(self, string: str, pos: int = 0, endpos: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """Return all matches in ``pos``:``endpos`` that do not overlap."""


class Prefiltered:
    """An expression that is searched for only in texts that hold its required literals."""

    __slots__ = ("_pattern", "_required")

    def __init__(self, pattern: re.Pattern[str], clauses: tuple[Clause, ...]) -> None:
        self._pattern = pattern
        # An expression of literals is searched for many times faster than one that begins with a word boundary.
        self._required = [re.compile("|".join(map(re.escape, clause))).search for clause in clauses]

    def search(self, string: str, pos: int = 0, endpos: int = sys.maxsize) -> re.Match[str] | None:
        """Return the first match in ``pos``:``endpos``, or None."""
        for occurs in self._required:
            if not occurs(string, pos, endpos):
                return None
        return self._pattern.search(string, pos, endpos)

    def finditer(self, string: str, pos: int = 0, endpos: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """Return all matches in ``pos``:``endpos`` that do not overlap."""
        for occurs in self._required:
            if not occurs(string, pos, endpos):
                return iter(())
        return self._pattern.finditer(string, pos, endpos)


@cache
def searcher(pattern: str) -> Searcher:
    """Return the fastest form of an expression that is only searched for."""
    clauses = required_literals(pattern)
    return Prefiltered(compiled(pattern), clauses) if clauses else compiled(pattern)


def _is_expression(pattern: str) -> str:
    try:
        compiled(pattern)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return pattern


Expression = Annotated[str, AfterValidator(_is_expression)]
