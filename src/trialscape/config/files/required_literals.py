"""Literals that every match of a regular expression contains, read from the expression.

Most expressions of the rules match in few texts. Looking for a literal is some fifty times faster than looking for an
expression, so a text without its literals need not be searched. Where an expression uses syntax that is not read here,
it has no literals, and is always searched for.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

# Shorter literals occur in almost every text, but numbers of two digits in few. Longer ones are cut, because many of
# them begin alike; more literals cost more than they save.
_SHORTEST = 3
# One literal is looked for so quickly that even "vs" is worth it.
_SHORTEST_ALONE = 2
_LONGEST = 8
_MOST_WORDS = 80
# More combinations of literals in a row are not joined.
_MOST_JOINED = 8
_MOST_LEADS = 60
_LONGEST_LEAD = 8
# These signs are rarer than letters and blanks.
_RARE = re.compile(r"[\d<>=+^%]")
_RARER = 20
# More clauses exclude hardly any further text.
_MOST_CLAUSES = 3

_QUANTIFIER = re.compile(r"(?:[*?]|(?P<once>\+)|\{(?P<least>\d*)(?P<range>,\d*)?\})[?+]?")
# Sets of more signs are not read.
_MOST_SIGNS = 3
_MOST_RARE_SIGNS = 12
_SPECIAL_IN_SET = re.compile(r"^\^|\\|(?<!^)-(?!$)")
_RANGE = re.compile(r"([0-9])-([0-9])")
_SET = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]", re.S)
_GROUP = re.compile(r"\((?:\?(?P<around><?[=!])|\?:|\?P<\w+>|(?!\?))")
_EMPTY = frozenset("bBAZ")
_KINDS = frozenset("dDwWsS")
# Escapes that mean one character.
_BLANKS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v"}

# Each match contains one of these literals.
Clause = tuple[str, ...]
_Words = frozenset[str]


class _UnknownSyntaxError(ValueError):
    """The expression uses syntax that is not read here."""


class _Part(NamedTuple):
    """A part of an expression: all texts that it matches, where they are few, or else what each of them contains.

    Each text begins with one of ``leads``, which are its texts where these are known.
    """

    texts: _Words | None = None
    clauses: tuple[_Words, ...] = ()
    leads: _Words = frozenset(("",))

    def all_clauses(self) -> tuple[_Words, ...]:
        return self.clauses if self.texts is None else (self.texts,)

    def all_leads(self) -> _Words:
        return self.leads if self.texts is None else self.texts


_NOTHING = _Part(frozenset(("",)))
_ANYTHING = _Part()


@lru_cache(maxsize=16)
def _read(pattern: str) -> _Part:
    """Return what the expression is read as; its literals are asked for several times in a row."""
    try:
        return _Reader(pattern).alternatives()
    except _UnknownSyntaxError:
        return _ANYTHING


def required_literals(pattern: str) -> tuple[Clause, ...]:
    """Return clauses, the rarest first: a match of ``pattern`` contains one literal of each."""
    part = _read(pattern)
    clauses = {_without_longer(frozenset(word[:_LONGEST] for word in clause)) for clause in part.all_clauses()}
    return tuple(sorted(filter(_is_useful, clauses), key=_rarity)[:_MOST_CLAUSES])


def leading_literals(pattern: str) -> Clause:
    """Return literals with one of which each match of ``pattern`` begins, or none where some begin otherwise."""
    words = {word[:_LONGEST_LEAD] for word in _read(pattern).all_leads()}
    if "" in words:
        return ()
    return tuple(sorted(word for word in words if not any(word[:end] in words for end in range(len(word)))))


def required_signs(pattern: str) -> tuple[frozenset[str], ...]:
    """Return sets of characters, the smallest first: a match of ``pattern`` contains one character of each.

    It is meant for texts of few and rare characters, such as sentences as strings of cues.
    """
    try:
        part = _Reader(pattern, most_signs=_MOST_RARE_SIGNS).alternatives()
    except _UnknownSyntaxError:
        return ()
    sets = {frozenset(word[:1] for word in clause) for clause in part.all_clauses()}
    return tuple(sorted((signs for signs in sets if all(signs)), key=lambda signs: (len(signs), sorted(signs))))


def _is_useful(clause: Clause) -> bool:
    if not clause or len(clause) > _MOST_WORDS:
        return False
    shortest = min(len(word) + word.isdigit() for word in clause)
    return shortest >= (_SHORTEST if len(clause) > 1 else _SHORTEST_ALONE)


def _without_longer(clause: _Words) -> Clause:
    """Return the literals that contain no other literal of the clause, in order."""
    return tuple(sorted(word for word in clause if not any(other in word for other in clause - {word})))


def frequency(clause: Iterable[str]) -> float:
    """Return a rough measure of how often a literal of the clause occurs in a text."""
    return sum(0.1 ** len(word) / (_RARER if _RARE.match(word) else 1) for word in clause)


def _rarity(clause: Iterable[str]) -> tuple[float, tuple[str, ...]]:
    """Return the frequency of a clause and the clause itself, as the key of an order that is always the same."""
    words = tuple(sorted(clause))
    return frequency(words), words


class _Reader:
    """Reads an expression from left to right."""

    def __init__(self, pattern: str, most_signs: int = _MOST_SIGNS) -> None:
        self._pattern = pattern
        self._most_signs = most_signs
        self._place = 0

    def alternatives(self) -> _Part:
        """Read up to a closing bracket or the end."""
        parts = [self._sequence()]
        while self._pattern.startswith("|", self._place):
            self._place += 1
            parts.append(self._sequence())
        if self._place < len(self._pattern) and not self._pattern.startswith(")", self._place):
            raise _UnknownSyntaxError
        return parts[0] if len(parts) == 1 else _either(parts)

    def _sequence(self) -> _Part:
        joined: _Words = frozenset(("",))
        leads = joined
        clauses: list[_Words] = []
        is_whole = is_lead = True
        while self._place < len(self._pattern) and self._pattern[self._place] not in "|)":
            part = self._item()
            if is_lead:
                more = part.all_leads()
                fits = len(leads) * len(more) <= max(_MOST_LEADS, len(more))
                leads = frozenset(left + right for left in leads for right in more) if fits else leads
                is_lead = fits and part.texts is not None
            if part.texts is not None and len(part.texts) * len(joined) <= _MOST_JOINED:
                joined = frozenset(left + right for left in joined for right in part.texts)
            else:
                is_whole = False
                clauses += [joined, *part.clauses]
                joined = part.texts or frozenset(("",))
        if is_whole:
            return _Part(joined)
        return _Part(None, tuple(clause for clause in (*clauses, joined) if all(clause)), leads)

    def _item(self) -> _Part:
        """Read one character, set or group with the quantifier behind it."""
        part = self._atom()
        found = _QUANTIFIER.match(self._pattern, self._place)
        if found is None or found.group() == "{}":
            return part
        self._place = found.end()
        if found.group().startswith("?") and part.texts is not None:
            return _Part(part.texts | {""})
        if not found["once"] and int(found["least"] or 0) == 0:
            return _ANYTHING
        is_once = found["least"] == "1" and not found["range"]
        return part if is_once else _Part(None, part.all_clauses(), part.all_leads())

    def _atom(self) -> _Part:
        sign = self._pattern[self._place]
        if sign == "(":
            return self._group()
        if sign == "[":
            return self._set()
        self._place += 1
        if sign == "\\":
            return self._escape()
        if sign == ".":
            return _ANYTHING
        return _NOTHING if sign in "^$" else _Part(frozenset((sign,)))

    def _escape(self) -> _Part:
        sign = self._pattern[self._place]
        self._place += 1
        if sign in _KINDS:
            return _ANYTHING
        if sign in _EMPTY:
            return _NOTHING
        if sign.isalnum() and sign not in _BLANKS:
            raise _UnknownSyntaxError
        return _Part(frozenset((_BLANKS.get(sign, sign),)))

    def _set(self) -> _Part:
        found = self._matched(_SET)
        self._place = found.end()
        signs = found.group()[1:-1]
        if len(signs) <= self._most_signs and not _SPECIAL_IN_SET.search(signs):
            return _Part(frozenset(signs))
        is_short = len(signs) <= _MOST_RARE_SIGNS and not _SPECIAL_IN_SET.search(_RANGE.sub("", signs))
        return _Part(None, (), frozenset(_RANGE.sub(_expanded, signs))) if is_short else _ANYTHING

    def _matched(self, syntax: re.Pattern[str]) -> re.Match[str]:
        found = syntax.match(self._pattern, self._place)
        if found is None:
            raise _UnknownSyntaxError
        return found

    def _group(self) -> _Part:
        opening = self._matched(_GROUP)
        self._place = opening.end()
        part = self.alternatives()
        if not self._pattern.startswith(")", self._place):
            raise _UnknownSyntaxError
        self._place += 1
        # The text around a match is not part of it.
        return _NOTHING if opening["around"] else part


def _expanded(digits: re.Match[str]) -> str:
    """Return the digits of a range."""
    return "".join(map(str, range(int(digits[1]), int(digits[2]) + 1)))


def _either(parts: Sequence[_Part]) -> _Part:
    """Return what any of several alternatives matches."""
    if all(part.texts is not None for part in parts):
        texts = frozenset(text for part in parts for text in part.texts or ())
        return _Part(texts)
    rarest = [min(filter(all, part.all_clauses()), key=_rarity, default=None) for part in parts]
    known = [clause for clause in rarest if clause is not None]
    leads = frozenset().union(*(part.all_leads() for part in parts))
    return _Part(None, (frozenset().union(*known),) if len(known) == len(parts) else (), leads)
