"""Searching for an expression only where a literal stands with which its matches begin.

``re`` tries an expression at every character, which takes some 25 ns each for one with alternatives. An automaton finds
all literals in one pass at 3 ns a character, and most texts hold none of them.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple, Protocol, TypeVar

from trialscape.config.files.alternatives import alternatives, has_numbers
from trialscape.config.files.known_literals import literals_of
from trialscape.config.files.literal_places import Places, occurrence_of, places_of
from trialscape.config.files.required_literals import Clause, frequency

_Given = TypeVar("_Given", covariant=True)
_Result = TypeVar("_Result")

# Of literals that are more frequent, as ``frequency`` estimates it, too many places would have to be tried.
_MOST_FREQUENT = 0.08
# Of literals that are more frequent, the places are tried only where other literals of the expression occur too.
_FREQUENT = 0.005


class Find(Protocol[_Given]):
    """A method of ``re.Pattern``, as rules use it."""

    def __call__(self, string: str, pos: int = 0, endpos: int = sys.maxsize, /) -> _Given: ...


class Prepared(NamedTuple):
    """An expression's methods."""

    search: Find[re.Match[str] | None]
    finditer: Find[Iterator[re.Match[str]]]


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Compile an expression once; ``re`` itself caches only 512, and the rules have more.

    Raises re.error for text that is not a regular expression.
    """
    return re.compile(pattern)


def prepared(sources: tuple[str, ...]) -> Prepared:
    """Return the fastest methods for an expression, or for several of which one must match, as in ``a|b|c``."""
    if any(map(has_numbers, sources)):
        # The groups of several expressions are numbered differently in the whole.
        sources = (_whole(sources),)
    sources = tuple(part for source in sources for part in _parts(source))
    if len(sources) > 1:
        union = _Union(sources)
        return Prepared(union.search, union.finditer)
    return _prepared(sources[0])


@cache
def _prepared(source: str) -> Prepared:
    """Return the fastest methods for one expression."""
    leads, clauses = _leads(source), literals_of(source).clauses
    if len(leads) <= 1:
        # One literal is found so quickly that its places need not be collected.
        return _behind(clauses, Prepared(compiled(source).search, compiled(source).finditer))
    places = _Union((source,))
    return _behind(clauses if _are_frequent(leads) else (), Prepared(places.search, places.finditer))


def _whole(sources: tuple[str, ...]) -> str:
    return sources[0] if len(sources) == 1 else "|".join(f"(?:{source})" for source in sources)


def _leads(source: str) -> Clause:
    """Return the literals with which matches begin, unless they are so frequent that they are of no use."""
    leads = literals_of(source).leads
    return leads if frequency(leads) <= _MOST_FREQUENT else ()


def _parts(source: str) -> tuple[str, ...]:
    """Return the alternatives of an expression of which as a whole no literals are known."""
    is_whole = has_numbers(source) or _leads(source) or literals_of(source).clauses
    return (source,) if is_whole else alternatives(source)


def _are_frequent(leads: Clause) -> bool:
    return frequency(leads) > _FREQUENT


def _behind(clauses: tuple[Clause, ...], whole: Prepared) -> Prepared:
    search, finditer = whole
    for clause in reversed(clauses):
        search = _guarded(clause, search, None)
        finditer = _guarded(clause, finditer, iter(()))
    return Prepared(search, finditer)


def _guarded(clause: Clause, find: Find[_Result], nothing: _Result) -> Find[_Result]:
    """Return a function that calls ``find`` only where a literal of the clause occurs, and else returns ``nothing``."""
    literal = clause[0]

    def guarded_by_one(string: str, pos: int = 0, endpos: int = sys.maxsize, /) -> _Result:
        return find(string, pos, endpos) if string.find(literal, pos, endpos) >= 0 else nothing

    if len(clause) == 1:
        return guarded_by_one
    # An expression of many literals tries each of them at every character; an automaton looks at each character once.
    occurs = occurrence_of(clause)

    def guarded(string: str, pos: int = 0, endpos: int = sys.maxsize, /) -> _Result:
        return find(string, pos, endpos) if occurs(string[pos:endpos]) else nothing

    return guarded


# Where a match may begin, and the number of the expression.
_Start = tuple[int, int]
_NOWHERE = (-1, 0)


class _Union:
    """Several expressions without groups, each tried where a match of it may begin.

    It matches as ``a|b|c`` does, which tries all of its parts at every character. Expressions whose matches begin with
    no literals are searched for where literals that they contain occur.
    """

    def __init__(self, sources: tuple[str, ...]) -> None:
        self._sources = sources
        self._tries = [self._first_try(number) for number in range(len(sources))]
        self._searches: dict[int, Find[re.Match[str] | None]] = {}
        self._always: list[int] = []
        # The expressions that begin with a literal, and those that contain it.
        owners: dict[str, tuple[list[int], list[int]]] = {}
        for number, source in enumerate(sources):
            leads, clauses = _leads(source), literals_of(source).clauses
            is_led = bool(leads) and not (clauses and len(sources) > 1 and _are_frequent(leads))
            for literal in leads if is_led else clauses[0] if clauses else ():
                owners.setdefault(literal, ([], []))[0 if is_led else 1].append(number)
            if not is_led:
                self._searches[number] = _prepared(source).search
                if not clauses:
                    self._always.append(number)
        # An automaton needs a literal; this one, which no expression owns, is in hardly any text.
        owners = owners or {"\0": ([], [])}
        self._begin = [begin for begin, _ in owners.values()]
        self._contain = [contain for _, contain in owners.values()]
        self._places = places_of(owners)

    def _first_try(self, number: int) -> Find[re.Match[str] | None]:
        """Return a function that tries an expression; it is compiled when a text holds its literals."""

        def first(string: str, pos: int = 0, endpos: int = sys.maxsize, /) -> re.Match[str] | None:
            self._tries[number] = compiled(self._sources[number]).match
            return self._tries[number](string, pos, endpos)

        return first

    def search(self, string: str, pos: int = 0, endpos: int = sys.maxsize, /) -> re.Match[str] | None:
        places = self._places(string[pos:endpos])
        if not places and not self._always:
            # Most texts hold no literal.
            return None
        best = self._first(string, pos, endpos, self._possible(places)) if self._searches else None
        for start, number in self._starts(places, pos):
            if best is not None and (best[0].start(), best[1]) < (start, number):
                break
            found = self._tries[number](string, start, endpos)
            if found is not None:
                return found
        return best[0] if best is not None else None

    def finditer(self, string: str, pos: int = 0, endpos: int = sys.maxsize, /) -> Iterator[re.Match[str]]:
        places = self._places(string[pos:endpos])
        if not places and not self._always:
            return iter(())
        return self._following(string, pos, endpos, places)

    def _starts(self, places: Places, pos: int) -> list[_Start]:
        """Return where expressions may begin, in the order in which they are tried."""
        begin = self._begin
        if len(places) == 1:
            index, start, _ = places[0]
            return [(pos + start, number) for number in begin[index]]
        return sorted({(pos + start, number) for index, start, _ in places for number in begin[index]})

    def _possible(self, places: Iterable[tuple[int, int, int]]) -> list[int]:
        """Return the expressions that must be searched for."""
        contain = self._contain
        return sorted({*self._always, *(number for index, _, _ in places for number in contain[index])})

    def _first(self, string: str, pos: int, endpos: int, numbers: Iterable[int]) -> tuple[re.Match[str], int] | None:
        """Return the first match and its expression; of several that begin together, that of the first expression."""
        best: tuple[re.Match[str], int] | None = None
        for number in numbers:
            found = self._searches[number](string, pos, endpos)
            if found is not None and (best is None or found.start() < best[0].start()):
                best = found, number
        return best

    def _following(
        self, string: str, pos: int, endpos: int, places: list[tuple[int, int, int]]
    ) -> Iterator[re.Match[str]]:
        """Yield the matches; an expression is searched for again only behind its last match, so the time is linear."""
        starts = iter(self._starts(places, pos))
        numbers = self._possible(places) if self._searches else ()
        ahead = {number: found for number in numbers if (found := self._searches[number](string, pos, endpos))}
        start = next(starts, None)
        while start is not None or ahead:
            first = min([(found.start(), number) for number, found in ahead.items()], default=None)
            if first is None or (start is not None and start < first):
                begin, number = start or _NOWHERE
                found = self._tries[number](string, begin, endpos) if begin >= pos else None
                start = next(starts, None)
            else:
                found = ahead[first[1]]
                if found.end() == found.start():
                    # Empty matches follow rules of their own.
                    yield from compiled(_whole(self._sources)).finditer(string, pos, endpos)
                    return
            if found is None:
                continue
            yield found
            pos = found.end()
            for number in [number for number, other in ahead.items() if other.start() < pos]:
                again = compiled(self._sources[number]).search(string, pos, endpos)
                if again is None:
                    del ahead[number]
                else:
                    ahead[number] = again
