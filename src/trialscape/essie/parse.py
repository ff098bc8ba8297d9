"""Read an expression: AND, OR, NOT, parentheses, quoted phrases, AREA[], EXPANSION[] and RANGE[].

Precedence as the registry documents it: NOT and context operators bind first, then AND, then OR; terms side by side are
joined by AND. A context operator holds for the term or the parentheses behind it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from trialscape.errors import UsageError
from trialscape.essie.areas import is_area
from trialscape.essie.words import words

_TOKEN = re.compile(
    r'\s*(?:"(?P<phrase>[^"]*)"|(?P<operator>[A-Z]+)\[(?P<argument>[^\]]*)\]|(?P<mark>[()])|(?P<word>[^\s()"\[\]]+))'
)
_EXACT = "None"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must be adjacent in ``area``; ``is_exact`` says that their case counts."""

    area: str
    is_exact: bool
    words: tuple[str, ...]


@dataclass(frozen=True)
class Phrases:
    """Alternatives in one area, by their first words, so that a record is tested only for those that it can contain."""

    area: str
    is_exact: bool
    by_first: Mapping[str, tuple[tuple[str, ...], ...]]

    @cached_property
    def first_words(self) -> frozenset[str]:
        """Return the words with which an alternative begins."""
        return frozenset(self.by_first)


@dataclass(frozen=True, slots=True)
class Range:
    """A date of ``area`` between two days, both included; MIN and MAX are open ends."""

    area: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of ``of``."""

    of: "Node"


@dataclass(frozen=True, slots=True)
class Both:
    """All of ``of``."""

    of: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Any of ``of``."""

    of: tuple["Node", ...]


Node = Phrase | Phrases | Range | Not | Both | Either


def parse(expression: str) -> Node:
    """Return the meaning of ``expression``. Raises UsageError for what this part of the language lacks."""
    parser = _Parser(_tokens(expression))
    node = parser.either("", is_exact=False)
    if parser.rest:
        raise UsageError(f"The expression has '{parser.rest[0][1]}' where it should end.")
    return node


def _tokens(expression: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    place = 0
    while place < len(expression.rstrip()):
        match = _TOKEN.match(expression, place)
        if match is None:
            raise UsageError(f"The expression cannot be read from '{expression[place : place + 20]}' on.")
        kind = match.lastgroup or ""
        if kind == "argument":
            found.append((match["operator"], match["argument"]))
        else:
            found.append((kind, match[kind]))
        place = match.end()
    return found


class _Parser:
    """Reads tokens from the front of ``rest``."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.rest = tokens

    def either(self, area: str, *, is_exact: bool) -> Node:
        """Read alternatives."""
        found = [self._both(area, is_exact=is_exact)]
        while self.rest[:1] == [("word", "OR")]:
            self.rest.pop(0)
            found.append(self._both(area, is_exact=is_exact))
        return found[0] if len(found) == 1 else Either(tuple(_flattened(found)))

    def _both(self, area: str, *, is_exact: bool) -> Node:
        found = [self._single_area(area, is_exact=is_exact)]
        while self.rest and self.rest[0] not in (("word", "OR"), ("mark", ")")):
            if self.rest[0] == ("word", "AND"):
                self.rest.pop(0)
            found.append(self._single_area(area, is_exact=is_exact))
        return found[0] if len(found) == 1 else Both(tuple(found))

    def _single_area(self, area: str, *, is_exact: bool) -> Node:
        if not self.rest:
            raise UsageError("The expression ends where a word should stand.")
        kind, text = self.rest.pop(0)
        if kind in self._CONTEXTS:
            return self._CONTEXTS[kind](self, text, area, is_exact)
        if (kind, text) == ("word", "NOT"):
            return Not(self._single_area(area, is_exact=is_exact))
        if (kind, text) == ("mark", "("):
            return self._closed(self.either(area, is_exact=is_exact))
        if kind in ("phrase", "word") and text not in ("AND", "OR"):
            return Phrase(_known(area), is_exact, words(text, is_exact=is_exact))
        raise UsageError(f"The expression has '{text}' where a word should stand.")

    def _closed(self, node: Node) -> Node:
        if self.rest[:1] != [("mark", ")")]:
            raise UsageError("The expression lacks a closing parenthesis.")
        self.rest.pop(0)
        return node

    def _in_area(self, text: str, _area: str, is_exact: bool) -> Node:
        return self._single_area(_known(text), is_exact=is_exact)

    def _expanded(self, text: str, area: str, _is_exact: bool) -> Node:
        return self._single_area(area, is_exact=text == _EXACT)

    def _range(self, text: str, area: str, _is_exact: bool) -> Node:
        low, _, high = text.partition(",")
        return Range(_known(area), low.strip(), high.strip())

    _CONTEXTS: "dict[str, Callable[[_Parser, str, str, bool], Node]]" = {  # noqa: RUF012 - a constant table
        "AREA": _in_area,
        "EXPANSION": _expanded,
        "RANGE": _range,
    }


def _flattened(alternatives: list[Node]) -> Iterator[Node]:
    """Yield alternatives with the phrases of one area put together."""
    phrases: dict[tuple[str, bool], dict[str, list[tuple[str, ...]]]] = {}
    for node in alternatives:
        if isinstance(node, Phrase) and node.words:
            by_first = phrases.setdefault((node.area, node.is_exact), {})
            by_first.setdefault(node.words[0], []).append(node.words)
        else:
            yield node
    for (area, is_exact), by_first in phrases.items():
        yield Phrases(area, is_exact, {first: tuple(found) for first, found in by_first.items()})


def _known(area: str) -> str:
    if not is_area(area):
        raise UsageError(f"The area '{area}' is not evaluated here." if area else "A word stands outside every area.")
    return area
