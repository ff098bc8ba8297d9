"""Find thousands of terms in one pass, at word boundaries, the longest first.

A term is written once; the lexicon adds the spellings that differ only in a hyphen, a blank or nothing between its
parts ("MK-3475", "MK 3475", "MK3475"), by searching a text in which all signs are blanks. A term
that begins with "=" matches only in exactly its own letter case.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from ahocorasick_rs import BytesAhoCorasick
from msgspec import MsgspecError, Struct, json

from trialscape.classify.text.fold import UNSEEN, fold, without_unseen

Concept = TypeVar("Concept")

# Parts are runs of letters, runs of digits, or single other signs; separators are hyphens and blanks.
_PART = re.compile(r"[^\W\d_]+|\d+|[^\w\s-]|_")
# More separators would give too many spellings; long names keep hyphen and blank as written.
_MOST_JOINTS = 6
_SHORTEST_PLURAL = 3
# Two signs behind a digit are part of a code: "COH04S1".
_SHORTEST_ACRONYM = 3


# Start and end of a match and the number of the pattern that matched.
Span = tuple[int, int, int]
# The vocabulary of a pattern, and the exact spelling that it asks for or "".
_Entry = tuple[int, str]
# The number of a vocabulary, a term of it, and the concept of the term.
_Term = tuple[int, str, Any]


class Hit(Struct, Generic[Concept], frozen=True, gc=False):
    """A term found at ``start``:``end`` of the text that was searched."""

    start: int
    end: int
    concept: Concept
    term: str


def spellings(term: str) -> Iterator[str]:
    """Yield the folded spellings of ``term``."""
    folded = fold(term).strip().replace("-", " ")
    words = folded.split()
    if "".join(words).isalpha():
        # Most names consist of letters alone, and words of letters are joined by a blank only.
        yield " ".join(words)
        return
    parts = list(_PART.finditer(folded))
    joints: list[tuple[str, ...]] = []
    for left, right in pairwise(parts):
        between = folded[left.end() : right.start()]
        joints.append(_joint(left.group(), right.group(), between))
    free = sum(len(choices) > 1 for choices in joints)
    if not parts or free > _MOST_JOINTS:
        yield folded
        return
    spelt = [folded[: parts[0].end()]]
    for choices, part in zip(joints, parts[1:], strict=True):
        word = part.group()
        spelt = [begun + joint + word for begun in spelt for joint in choices]
    tail = folded[parts[-1].end() :]
    yield from (begun + tail for begun in spelt)


def _joint(left: str, right: str, between: str) -> tuple[str, ...]:
    """Return the ways in which two neighbouring parts may be joined."""
    if not (left.isalnum() and right.isalnum()):
        return (between,)
    if left.isalpha() and right.isalpha():
        return (" ",) if between else ("",)
    return (" ", "")


class Spellings(NamedTuple):
    """The patterns that are searched for, and for each the number of its term among the terms of all vocabularies."""

    patterns: list[bytes]
    terms: list[int]

    def packed(self) -> dict[str, bytes]:
        """Return the same as bytes, to be stored; to spell all terms takes a sixth of the start."""
        return {"patterns": b"\n".join(self.patterns), "terms": json.encode(self.terms)}


class Store(Protocol):
    """Where spellings are kept from one start to the next, by a key that says of which terms they are."""

    def kept(self, key: str) -> Mapping[str, bytes] | None:
        """Return what is stored under ``key``, or None."""

    def keep(self, key: str, parts: Callable[[], Mapping[str, bytes] | None]) -> None:
        """Store what ``parts`` returns."""


def unpacked(stored: Mapping[str, bytes], count: int) -> Spellings | None:
    """Return the spellings that were stored; None if they cannot be those of ``count`` terms."""
    try:
        found = Spellings(stored["patterns"].splitlines(), json.decode(stored["terms"], type=list[int]))
    except (KeyError, MsgspecError):
        return None
    fits = len(found.patterns) == len(found.terms) and all(0 <= place < count for place in found.terms)
    return found if fits else None


def key_of(terms: Iterable[_Term]) -> str:
    """Return a hash of all that spellings follow from: the terms in their order, and which of them share a concept."""
    concepts: dict[int, int] = {}
    lines = [f"{number} {concepts.setdefault(id(concept), len(concepts))} {term!r}" for number, term, concept in terms]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _of_store(terms: Sequence[_Term], store: Store) -> Spellings:
    """Return the spellings from the store; where they are missing there, they are made and stored."""
    key = f"spellings {key_of(terms)}"
    found = unpacked(store.kept(key) or {}, len(terms))
    if found is None:
        found = _spelt(terms)
        store.keep(key, found.packed)
    return found


def _spelt(terms: Iterable[_Term]) -> Spellings:
    found = Spellings([], [])
    seen: set[tuple[str, int, str]] = set()
    for place, (_, term, concept) in enumerate(terms):
        exact = term[1:] if term.startswith("=") else ""
        for spelling in (fold(exact),) if exact else spellings(term):
            words = spelling.encode().translate(_ONLY_WORDS).decode().strip()
            if words and (words, id(concept), exact) not in seen:
                seen.add((words, id(concept), exact))
                # An acronym in exact case may follow a digit or a cross: "B7-H3CART", "BCMAxCD3".
                is_acronym = exact and words[0].isalpha() and len(words) >= _SHORTEST_ACRONYM
                before = _BEFORE_ACRONYM if is_acronym else " "
                found.patterns.extend((sign + words).encode() for sign in before)
                found.terms.extend([place] * len(before))
    return found


class Lexicon:
    """Compiled vocabularies: each is a list of terms with their concepts, and all are searched in one pass.

    Their spellings are taken from ``store``, if there is one.
    """

    def __init__(self, *vocabularies: Iterable[tuple[str, Any]], store: Store | None = None) -> None:
        terms = [(number, term, concept) for number, words in enumerate(vocabularies) for term, concept in words]
        self.spelt = _spelt(terms) if store is None else _of_store(terms, store)
        # A term in exact spelling is asked for and named without its sign.
        entries = [(number, term[1:] if term.startswith("=") else "") for number, term, _ in terms]
        names = [(term.removeprefix("=") or term, concept) for _, term, concept in terms]
        self._entries: list[_Entry] = [entries[place] for place in self.spelt.terms]
        self._names: list[tuple[str, Any]] = [names[place] for place in self.spelt.terms]
        self._size = len(vocabularies)
        self._automaton = BytesAhoCorasick(self.spelt.patterns) if self.spelt.patterns else None
        self.pattern_count = len(self.spelt.patterns)

    def find(self, folded: str, original: str) -> list[list[Hit[Any]]]:
        """Return the hits of each vocabulary in ``folded`` (the fold of ``original``), in order.

        Within a vocabulary hits do not overlap, except that one span may have several concepts.
        """
        return [[self.hit(span) for span in spans] for spans in self.spans(folded, original)]

    def hit(self, span: Span, offset: int = 0) -> Hit[Any]:
        """Return the hit of ``span``, moved ``offset`` characters towards the beginning."""
        start, end, index = span
        term, concept = self._names[index]
        return Hit(start - offset, end - offset, concept, term)

    def concept(self, span: Span) -> Any:
        """Return the concept that ``span`` stands for."""
        return self._names[span[2]][1]

    def spans(self, folded: str, original: str) -> list[list[Span]]:
        """Return what ``find`` returns as numbers: start, end, and a number that ``hit`` resolves."""
        found: list[list[Span]] = [[] for _ in range(self._size)]
        if self._automaton is None:
            return found
        if UNSEEN in folded:
            seen, places = without_unseen(folded)
            spelt = "".join(original[place] for place in places[:-1])
            return [
                [(places[start], places[end - 1] + 1, index) for start, end, index in spans]
                for spans in self.spans(seen, spelt)
            ]
        # All signs are blanks here, and each pattern begins with one sign more than its term, mostly a blank, so that
        # terms are found at the start of words; the text is shifted by the one blank that its first word needs.
        searched = b" " + folded.encode().translate(_ONLY_WORDS)
        size = len(folded)
        entries = self._entries
        for index, start, match_end in self._automaton.find_matches_as_indexes(searched, overlapping=True):
            vocabulary, exact = entries[index]
            end = match_end - 1
            if end < size and folded[end].isalnum():
                plural = folded[end] == "s" and end - start >= _SHORTEST_PLURAL and folded[end - 1] != "s"
                if not plural or (end + 1 < size and folded[end + 1].isalnum()):
                    continue
            if not exact or (original[start:end] == exact and not _in_code(original, start, end)):
                found[vocabulary].append((start, -end, index))
        return [_longest(sorted(matches), folded) if matches else matches for matches in found]


def _longest(found: list[Span], folded: str) -> list[Span]:
    """Keep the longest of overlapping matches; ends come in negative, so that the longest is sorted first."""
    kept: list[Span] = []
    last_start, last_end = -1, -1
    for start, negative_end, index in found:
        end = -negative_end
        if start < last_end and (start, end) != (last_start, last_end):
            continue
        last_start, last_end = start, end
        # A bracket that the term opened belongs to it: "melanoma (skin cancer)".
        closes = folded.startswith(")", end) and folded.count("(", start, end) > folded.count(")", start, end)
        kept.append((start, end + closes, index))
    return kept


def _in_code(text: str, start: int, end: int) -> bool:
    """Return whether an acronym is a part of a protocol's number or a code: "PV-10-MM-1201", "RT-01"."""
    if end - start <= _LONGEST_INITIALS and _NUMBER_AFTER.match(text, end):
        return True
    return text.startswith("-", start - 1) and start > 0 and _CODE_AFTER.match(text, end) is not None


_CODE_AFTER = re.compile(r"-\d{3}")
_LONGEST_INITIALS = 2
_NUMBER_AFTER = re.compile(r"-\d")
_BEFORE_ACRONYM = " 0123456789x"


# Control characters stay, because a match must not run across two joined texts.
_ONLY_WORDS = bytes(ord(" ") if 32 <= code < 128 and not chr(code).isalnum() else code for code in range(256))
