"""The regular expressions of rule files: checked where they are read, and compiled once a process."""

import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Annotated, NamedTuple, Protocol, TypeVar

from ahocorasick_rs import AhoCorasick
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


class _Lazy:
    """Expressions of which one must match; prepared at the first use, because a run on a few records uses only some."""

    __slots__ = ("_sources", "finditer", "search")

    def __init__(self, sources: tuple[str, ...]) -> None:
        self._sources = sources
        self.search: _Find[re.Match[str] | None] = self._first_search
        self.finditer: _Find[Iterator[re.Match[str]]] = self._first_finditer

    def _first_search(self, string: str, pos: int = 0, endpos: int = sys.maxsize) -> re.Match[str] | None:
        self._prepare()
        return self.search(string, pos, endpos)

    def _first_finditer(self, string: str, pos: int = 0, endpos: int = sys.maxsize) -> Iterator[re.Match[str]]:
        self._prepare()
        return self.finditer(string, pos, endpos)

    def _prepare(self) -> None:
        prepared = _prepared(self._sources)
        self.search, self.finditer = prepared.search, prepared.finditer


class _Prepared(NamedTuple):
    search: _Find[re.Match[str] | None]
    finditer: _Find[Iterator[re.Match[str]]]


def _whole(sources: tuple[str, ...]) -> str:
    return sources[0] if len(sources) == 1 else "|".join(f"(?:{source})" for source in sources)


def _behind(clauses: tuple[Clause, ...], pattern: re.Pattern[str]) -> _Prepared:
    search: _Find[re.Match[str] | None] = pattern.search
    finditer: _Find[Iterator[re.Match[str]]] = pattern.finditer
    for clause in reversed(clauses):
        search = _guarded(clause, search, None)
        finditer = _guarded(clause, finditer, iter(()))
    return _Prepared(search, finditer)


def _guarded(clause: Clause, find: _Find[_Result], nothing: _Result) -> _Find[_Result]:
    """Return a function that calls ``find`` only where a literal of the clause occurs, and else returns ``nothing``."""
    literal = clause[0]

    def guarded_by_one(string: str, pos: int = 0, endpos: int = sys.maxsize, /) -> _Result:
        return find(string, pos, endpos) if string.find(literal, pos, endpos) >= 0 else nothing

    if len(clause) == 1:
        return guarded_by_one
    # An expression of many literals tries each of them at every character; an automaton looks at each character once.
    occur = AhoCorasick(clause).find_matches_as_indexes

    def guarded(string: str, pos: int = 0, endpos: int = sys.maxsize, /) -> _Result:
        return find(string, pos, endpos) if occur(string[pos:endpos]) else nothing

    return guarded


class _Union:
    """Several expressions without groups, each of which is searched for only where its literals occur.

    It matches as ``a|b|c`` does, which tries all of its parts at every character.
    """

    def __init__(self, sources: tuple[str, ...]) -> None:
        self._sources = sources
        clauses = [required_literals(source) for source in sources]
        owners: dict[str, list[int]] = {}
        for number, found in enumerate(clauses):
            for literal in found[0] if found else ():
                owners.setdefault(literal, []).append(number)
        # An automaton needs a literal; this one, which no expression owns, is in hardly any text.
        owners = owners or {"\0": []}
        self._owners = list(owners.values())
        self._always = [number for number, found in enumerate(clauses) if not found]
        # The first clauses are looked for in one pass.
        self._occur = AhoCorasick(owners).find_matches_as_indexes
        self._patterns = [compiled(source) for source in sources]
        self._searches = [
            _behind(found[1:], pattern).search for found, pattern in zip(clauses, self._patterns, strict=True)
        ]

    def search(self, string: str, pos: int = 0, endpos: int = sys.maxsize, /) -> re.Match[str] | None:
        numbers = self._possible(string[pos:endpos])
        return self._first(string, pos, endpos, numbers) if numbers else None

    def finditer(self, string: str, pos: int = 0, endpos: int = sys.maxsize, /) -> Iterator[re.Match[str]]:
        numbers = self._possible(string[pos:endpos])
        return self._following(string, pos, endpos, numbers) if numbers else iter(())

    def _possible(self, part: str) -> list[int]:
        """Return the expressions that may match within ``part``."""
        places = self._occur(part, overlapping=True)
        if not places:
            return self._always
        return sorted({*self._always, *(number for index, _, _ in places for number in self._owners[index])})

    def _first(self, string: str, pos: int, endpos: int, numbers: Iterable[int]) -> re.Match[str] | None:
        """Return the first match; where several begin together, that of the first expression, as ``a|b`` does."""
        best: re.Match[str] | None = None
        for number in numbers:
            found = self._searches[number](string, pos, endpos)
            if found is not None and (best is None or found.start() < best.start()):
                best = found
        return best

    def _following(self, string: str, pos: int, endpos: int, numbers: Iterable[int]) -> Iterator[re.Match[str]]:
        """Yield the matches; an expression is searched for again only behind its last match, so the time is linear."""
        ahead = {number: found for number in numbers if (found := self._searches[number](string, pos, endpos))}
        while ahead:
            first = min(ahead, key=lambda number: (ahead[number].start(), number))
            found = ahead[first]
            if found.end() == found.start():
                # Empty matches follow rules of their own.
                yield from compiled(_whole(self._sources)).finditer(string, pos, endpos)
                return
            yield found
            pos = found.end()
            for number in [number for number, other in ahead.items() if other.start() < pos]:
                again = self._patterns[number].search(string, pos, endpos)
                if again is None:
                    del ahead[number]
                else:
                    ahead[number] = again


def _prepared(sources: tuple[str, ...]) -> _Prepared | _Union:
    # The groups of several expressions are numbered differently in the whole.
    if len(sources) > 1 and not any(compiled(source).groups for source in sources):
        return _Union(sources)
    whole = _whole(sources)
    return _behind(required_literals(whole), compiled(whole))


@cache
def searcher(*patterns: str) -> Searcher:
    """Return the fastest form of an expression that is only searched for, or of several of which one must match."""
    return _Lazy(patterns)


def _is_expression(pattern: str) -> str:
    try:
        compiled(pattern)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return pattern


Expression = Annotated[str, AfterValidator(_is_expression)]
