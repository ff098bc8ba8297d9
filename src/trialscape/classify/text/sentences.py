"""Sentences as strings of cues: each known word becomes one sign, so that a rule is a short expression over signs."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, product, zip_longest
from typing import NamedTuple

from ahocorasick_rs import BytesAhoCorasick, Implementation
from msgspec import Struct

from trialscape.classify.text.fold import UNSEEN, without_unseen
from trialscape.config.rules.cue_grammar import GAP, CueGrammar

_WORD = re.compile(r"[^\W_]+(?:'s)?")
# Shorter words have no plural form here: "ios" is not the plural of "io".
_SHORTEST_PLURAL = 4
# The fast automaton takes some 10 ms to build, which few texts do not save. With more words it is larger than the
# processor's cache, and slow.
_FEW_TEXTS = 100
_MOST_FAST = 3000
# A blank that may be no hyphen, while the spellings of a word are put together.
_STRICT = "\0"
_BRACES = re.compile(r"[{}]")
_Hit = tuple[int, int, int]
# Words between two cues up to this length are kept: in 1,837 records, 63 % of them had been read before.
_SHORT = 24
_MOST_KEPT = 4096
_IS_WORD = bytes(chr(code).isascii() and chr(code).isalnum() for code in range(256))


class Token(Struct, frozen=True, gc=False):
    """A cue at ``start``:``end`` of the folded text, under its sign."""

    start: int
    end: int
    sign: str


def spellings(word: str) -> Iterator[str]:
    """Yield the spellings of a cue word: ``-`` a hyphen or a blank, ``~`` also nothing, ``{a|b}`` one of the words.

    A hyphen or a blank is yielded as a blank, and a blank of the word as ``_STRICT``.
    """
    marked = word.replace(" ", _STRICT).replace("-", " ")
    if "{" not in marked and "~" not in marked:
        yield marked
        return
    for plain in product(*[part.split("|") for part in _BRACES.split(marked)]):
        joined = "".join(plain)
        if "~" not in joined:
            yield joined
            continue
        for joints in product((" ", ""), repeat=joined.count("~")):
            yield "".join(chain(*zip_longest(joined.split("~"), joints, fillvalue="")))


class _Pattern(NamedTuple):
    """What a spelling stands for, and the places of the blanks in it that a hyphen in the text does not match."""

    number: int
    sign: str
    is_open: bool
    blanks: tuple[int, ...]


def _patterns(sets: Iterable[Iterable[tuple[str, str]]]) -> Iterator[tuple[str, _Pattern]]:
    """Yield each spelling of the words of each set once; of two words with the same spelling, the first counts."""
    for number, words in enumerate(sets):
        seen: set[str] = set()
        for word, sign in words:
            plain = _Pattern(number, sign, word.endswith("*"), ())
            for spelling in spellings(word.rstrip("*")):
                loose, pattern = spelling, plain
                if _STRICT in spelling:
                    loose, pattern = spelling.replace(_STRICT, " "), plain._replace(blanks=_strict_places(spelling))
                if spelling not in seen and loose not in seen:
                    seen.add(spelling)
                    yield loose, pattern


def _strict_places(spelling: str) -> tuple[int, ...]:
    return tuple(place for place, character in enumerate(spelling) if character == _STRICT)


class WordFinder:
    """Finds words in folded text, each with its sign; several sets of words are found in one pass over the text."""

    def __init__(self, *sets: Iterable[tuple[str, str]]) -> None:
        self._size = len(sets)
        patterns = list(_patterns(sets))
        self._kinds = [kind for _, kind in patterns]
        self._spelled = [spelling.encode() for spelling, _ in patterns]
        self._automaton = BytesAhoCorasick(self._spelled, implementation=Implementation.ContiguousNFA)
        self._until_fast = _FEW_TEXTS if len(self._spelled) <= _MOST_FAST else -1

    def find(self, folded: str, offset: int = 0) -> list[Token]:
        """Return the words found, in order and without overlaps; ``offset`` is added to their places."""
        hits = self._hits(folded)
        if not hits:
            return []
        hits.sort()
        return self._longest(hits, offset)

    def find_all(self, folded: str) -> list[list[Token]]:
        """Return for each set all its words, overlaps included, in order."""
        found: list[list[Token]] = [[] for _ in range(self._size)]
        for start, negative_end, index in sorted(self._hits(folded)):
            kind = self._kinds[index]
            found[kind.number].append(Token(start, -negative_end, kind.sign))
        return found

    def occurs(self, folded: str) -> bool:
        """Return whether any of the words occurs."""
        return bool(self._hits(folded))

    def _hits(self, folded: str) -> list[_Hit]:
        """Return start, negative end and pattern of each match between word boundaries."""
        if UNSEEN in folded:
            seen, places = without_unseen(folded)
            # A word ends behind its last character, not before the next one.
            return [(places[start], -(places[-end - 1] + 1), index) for start, end, index in self._hits(seen)]
        if self._until_fast >= 0:
            self._use()
        hits = []
        # Hyphens are searched as blanks, because a word of five hyphens would have 32 spellings otherwise.
        plain = folded.encode().replace(b"-", b" ")
        # Letters and digits as 1, all other signs as 0, with one 0 more on either side: ``word[place]`` tells of the
        # character before ``place``. Most matches are parts of longer words, so this saves half of the time.
        word = b"\0%b\0" % plain.translate(_IS_WORD)
        for index, start, end in self._automaton.find_matches_as_indexes(plain, overlapping=True):
            if word[start] and word[start + 1]:
                continue
            kind = self._kinds[index]
            if kind.blanks and any(folded[start + place] != " " for place in kind.blanks):
                continue
            if word[end + 1] and word[end]:
                if kind.is_open:
                    end = word.index(0, end + 1) - 1
                elif end - start < _SHORTEST_PLURAL or folded[end] != "s" or word[end + 2]:
                    continue
                else:
                    end += 1
            hits.append((start, -end, index))
        return hits

    def _use(self) -> None:
        """Count a use; after some, the automaton becomes the one that is slow to build and searches quickly."""
        self._until_fast -= 1
        if self._until_fast < 0:
            self._automaton = BytesAhoCorasick(self._spelled, implementation=Implementation.DFA)

    def _longest(self, hits: Sequence[_Hit], offset: int) -> list[Token]:
        found = []
        last = -1
        for start, negative_end, index in hits:
            if start >= last:
                last = -negative_end
                found.append(Token(start + offset, last + offset, self._kinds[index].sign))
        return found


class CueReader:
    """Turns sentences into tokens by a grammar; unknown words between cues become one gap."""

    def __init__(self, grammar: CueGrammar, more: Iterable[tuple[str, str]] = ()) -> None:
        signs = grammar.signs
        words = [(word, signs[cue.id]) for cue in grammar.cue for word in cue.words]
        self._finder = WordFinder([*words, *((word, signs[name]) for word, name in more)])
        self._fillers = frozenset(grammar.fillers)
        self._gap = signs[GAP]
        self._kept_unknown = lru_cache(_MOST_KEPT)(self._unknown_words)

    def tokens(self, folded: str, start: int, end: int) -> list[Token]:
        """Return the tokens of ``start``:``end``, with offsets into the whole text."""
        found: list[Token] = []
        place = start
        for token in self._finder.find(folded[start:end], start):
            if token.start - place > 1 and (gap := self._words_between(folded, place, token.start)):
                found.append(gap)
            found.append(token)
            place = token.end
        if end - place > 1 and (gap := self._words_between(folded, place, end)):
            found.append(gap)
        return found

    def _words_between(self, folded: str, start: int, end: int) -> Token | None:
        """Return the unknown words between two cues as one gap; the same few short ones stand between most cues."""
        words = folded[start:end]
        span = self._kept_unknown(words) if end - start <= _SHORT else self._unknown_words(words)
        return Token(start + span[0], start + span[1], self._gap) if span else None

    def _unknown_words(self, text: str) -> tuple[int, int] | None:
        """Return where the words of ``text`` that are no fillers begin and end, if there are any."""
        words = [word for word in _WORD.finditer(text) if word.group() not in self._fillers]
        return (words[0].start(), words[-1].end()) if words else None
