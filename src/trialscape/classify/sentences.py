"""Sentences as strings of cues: each known word becomes one sign, so that a rule is a short expression over signs."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from ahocorasick_rs import AhoCorasick, Implementation

from trialscape.config.setting_rules import GAP, CueGrammar

_WORD = re.compile(r"[^\W_]+(?:'s)?")
# "ios" is no plural of "io".
_SHORTEST_PLURAL = 4
_JOINTS = {"-": ("-", " "), "~": ("-", " ", "")}


@dataclass(frozen=True, slots=True)
class Token:
    """A cue at ``start``:``end`` of the folded text, under its sign."""

    start: int
    end: int
    sign: str


def spellings(word: str) -> Iterator[str]:
    """Yield what a cue word stands for: ``-`` a hyphen or a blank, ``~`` also nothing."""
    choices = [_JOINTS.get(character, (character,)) for character in word]
    for choice in product(*choices):
        yield "".join(choice)


class WordFinder:
    """Finds words of several kinds in folded text in one pass; where they overlap, the longest wins."""

    def __init__(self, words: Iterable[tuple[str, str]]) -> None:
        patterns: dict[str, tuple[str, bool]] = {}
        for word, sign in words:
            for spelling in spellings(word.rstrip("*")):
                patterns.setdefault(spelling, (sign, word.endswith("*")))
        self._kinds = list(patterns.values())
        self._automaton = AhoCorasick(list(patterns), implementation=Implementation.DFA)

    def find(self, folded: str) -> list[Token]:
        """Return the words found, in order and without overlaps."""
        hits = sorted(self._hits(folded))
        return list(self._longest(hits)) if hits else []

    def occurs(self, folded: str) -> bool:
        """Say whether any of the words is there."""
        return next(self._hits(folded), None) is not None

    def _hits(self, folded: str) -> Iterator[tuple[int, int, int]]:
        size = len(folded)
        for index, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            if start and folded[start - 1].isalnum() and folded[start].isalnum():
                continue
            if end < size and folded[end].isalnum() and folded[end - 1].isalnum():
                if self._kinds[index][1]:
                    while end < size and folded[end].isalnum():
                        end += 1
                elif end - start < _SHORTEST_PLURAL or folded[end] != "s" or folded[end + 1 : end + 2].isalnum():
                    continue
                else:
                    end += 1
            yield start, -end, index

    def _longest(self, hits: Sequence[tuple[int, int, int]]) -> Iterator[Token]:
        last = -1
        for start, negative_end, index in hits:
            if start >= last:
                last = -negative_end
                yield Token(start, last, self._kinds[index][0])


class CueReader:
    """Turns sentences into tokens by a grammar; unknown words between cues become one gap."""

    def __init__(self, grammar: CueGrammar, more: Iterable[tuple[str, str]] = ()) -> None:
        signs = grammar.signs
        words = [(word, signs[cue.id]) for cue in grammar.cue for word in cue.words]
        self._finder = WordFinder([*words, *((word, signs[name]) for word, name in more)])
        self._fillers = frozenset(grammar.fillers)
        self._gap = signs[GAP]

    def tokens(self, folded: str, start: int, end: int) -> list[Token]:
        """Return the tokens of ``start``:``end``, with offsets into the whole text."""
        found: list[Token] = []
        place = start
        for token in self._finder.find(folded[start:end]):
            token = Token(token.start + start, token.end + start, token.sign)
            found.extend(self._gaps(folded, place, token.start))
            found.append(token)
            place = token.end
        found.extend(self._gaps(folded, place, end))
        return found

    def _gaps(self, folded: str, start: int, end: int) -> Iterator[Token]:
        if end - start < 2:
            return
        words = [word for word in _WORD.finditer(folded, start, end) if word.group() not in self._fillers]
        if words:
            yield Token(words[0].start(), words[-1].end(), self._gap)
