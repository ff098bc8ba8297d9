"""Where any of some literals stand in a text, found in one pass."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, BytesAhoCorasick

# Number of a literal, start and end.
Places = list[tuple[int, int, int]]


class Occurrences(NamedTuple):
    """Functions that return the places of some literals, overlaps included: in a text in ASCII, and in any text.

    Folded texts are ASCII, and bytes are searched in two thirds of the time, because no place must be translated.
    """

    in_ascii: Callable[[bytes, bool], Places]
    in_any: Callable[[str], Places]


def occurrences_of(literals: Iterable[str]) -> Occurrences:
    """Return the functions for ``literals``; the second argument of the first one is always true."""
    words = tuple(literals)

    @cache
    def automaton() -> AhoCorasick:
        return AhoCorasick(words)

    def in_any(text: str) -> Places:
        return automaton().find_matches_as_indexes(text, True)

    return Occurrences(BytesAhoCorasick([word.encode() for word in words]).find_matches_as_indexes, in_any)
