"""Classify the end user of a trial site by its name alone, with rules that are data (config/terms/facilities.csv).

A rule holds words of one meaning ("universit...", "community hospital"). Of all rules that match a name, the one with
the highest priority wins, then the longest quotation, then the earliest. A name without a matching rule gets the
default.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from trialscape.config.files.expressions import compiled
from trialscape.config.load import Config
from trialscape.errors import ConfigError, Fault

EndUser = Literal["academic", "specialty_clinic", "general_hospital", "cro_site", "undisclosed", "other"]
RuleKind = Literal["word", "prefix", "regex"]

DEFAULT_CLASS: EndUser = "other"
DEFAULT_RULE = "facility.default"

_FILE = "terms/facilities.csv"
_WORD = re.compile(r"[^\W_]+")
# Letters that Unicode decomposition leaves unchanged, so their plain form is listed here.
_PLAIN = {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "a", "œ": "o", "ß": "s", "ð": "d", "þ": "t", "’": "'", "‘": "'"}
# A shorter prefix would match ordinary words, and the index uses this many letters as its key.
_SHORTEST_PREFIX = 4


@dataclass(frozen=True, slots=True)
class FacilityRule:
    """One row of the rule file.

    ``pattern`` of a ``word`` or ``prefix`` rule lists alternatives separated by ``|``; each is one word or several in a
    row, and in a ``prefix`` rule the last word may go on. A ``regex`` is searched in the folded name (lower case, no
    accents).
    """

    rule: str
    end_user: EndUser
    kind: RuleKind
    pattern: str
    priority: int
    why: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of the name: ``quote`` is at ``start``:``end``, counted in characters."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class FacilityVerdict:
    """The end-user class of a site, the rule that gave it and the quoted words (none for the default)."""

    end_user: EndUser
    rule: str
    quotations: tuple[Quotation, ...] = ()
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class _Term:
    words: tuple[str, ...]
    open_ended: bool
    rule: FacilityRule


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    rule: FacilityRule


def fold_name(name: str) -> str:
    """Lower-case ``name`` and strip its accents, character for character, so that offsets stay those of the name."""
    if name.isascii():
        return name.lower()
    return "".join(_fold_character(character) for character in name)


def _fold_character(character: str) -> str:
    lower = character.lower()[:1]
    return _PLAIN.get(lower) or unicodedata.normalize("NFKD", lower)[:1] or character


class FacilityClassifier:
    """The compiled rules; ``classify`` is a pure function of the name.

    Raises ConfigError, with every fault at once, for rules that cannot be used: an unknown class or kind, an empty or
    too short pattern, a broken regular expression, or a rule id given twice.
    """

    def __init__(self, rules: Iterable[FacilityRule]) -> None:
        self._words: dict[str, list[_Term]] = {}
        self._prefixes: dict[str, list[_Term]] = {}
        self._regexes: list[tuple[re.Pattern[str], FacilityRule]] = []
        known = tuple(rules)
        if faults := list(_faults(known)):
            raise ConfigError(faults)
        for rule in known:
            self._add(rule)
        self._regexes.sort(key=lambda entry: -entry[1].priority)

    def _add(self, rule: FacilityRule) -> None:
        if rule.kind == "regex":
            self._regexes.append((compiled(rule.pattern), rule))
            return
        for alternative in rule.pattern.split("|"):
            words = tuple(_WORD.findall(fold_name(alternative)))
            term = _Term(words, rule.kind == "prefix", rule)
            if term.open_ended and len(words) == 1:
                self._prefixes.setdefault(words[0][:_SHORTEST_PREFIX], []).append(term)
            else:
                self._words.setdefault(words[0], []).append(term)

    def classify(self, name: str) -> FacilityVerdict:
        """Return the end-user class of the site called ``name``; any text is accepted."""
        folded = fold_name(name)
        hits = list(self._word_hits(folded))
        self._add_regex_hits(folded, hits)
        if not hits:
            return FacilityVerdict(DEFAULT_CLASS, DEFAULT_RULE, is_default=True)
        best = min(hits, key=lambda hit: (-hit.rule.priority, hit.start - hit.end, hit.start, hit.rule.rule))
        spans = sorted({(hit.start, hit.end) for hit in hits if hit.rule is best.rule})
        quotations = tuple(Quotation(start, end, name[start:end]) for start, end in spans)
        return FacilityVerdict(best.rule.end_user, best.rule.rule, quotations)

    def _word_hits(self, folded: str) -> Iterator[_Hit]:
        spans = [match.span() for match in _WORD.finditer(folded)]
        words = [folded[start:end] for start, end in spans]
        for place, word in enumerate(words):
            for term in self._words.get(word, ()):
                if _fits(term, words, place):
                    yield _Hit(spans[place][0], spans[place + len(term.words) - 1][1], term.rule)
            for term in self._prefixes.get(word[:_SHORTEST_PREFIX], ()):
                if word.startswith(term.words[0]):
                    yield _Hit(*spans[place], term.rule)

    def _add_regex_hits(self, folded: str, hits: list[_Hit]) -> None:
        # The expressions are in order of falling priority, so the first one below the best hit ends the costly part.
        reached = max((hit.rule.priority for hit in hits), default=None)
        for pattern, rule in self._regexes:
            if reached is not None and rule.priority < reached:
                return
            spans = [match.span() for match in pattern.finditer(folded) if match.group()]
            hits.extend(_Hit(start, end, rule) for start, end in spans)
            reached = rule.priority if spans else reached


def _fits(term: _Term, words: list[str], place: int) -> bool:
    wanted = term.words
    found = words[place : place + len(wanted)]
    if len(found) < len(wanted):
        return False
    if term.open_ended:
        return tuple(found[:-1]) == wanted[:-1] and found[-1].startswith(wanted[-1])
    return tuple(found) == wanted


def _faults(rules: Sequence[FacilityRule]) -> Iterator[Fault]:
    seen: set[str] = set()
    for rule in rules:
        if rule.rule in seen:
            yield Fault(_FILE, rule.rule, "rule", "this id stands twice")
        seen.add(rule.rule)
        if rule.end_user not in get_args(EndUser):
            yield Fault(_FILE, rule.rule, "class", f"{rule.end_user!r} is not a class", ", ".join(get_args(EndUser)))
        if rule.kind not in get_args(RuleKind):
            yield Fault(_FILE, rule.rule, "kind", f"{rule.kind!r} is not a kind", ", ".join(get_args(RuleKind)))
        elif problem := _pattern_problem(rule):
            yield Fault(_FILE, rule.rule, "pattern", problem)


def _pattern_problem(rule: FacilityRule) -> str:
    if rule.kind == "regex":
        try:
            compiled(rule.pattern)
        except re.error as error:
            return f"is a broken regular expression: {error}"
        return "" if rule.pattern else "is empty"
    for alternative in rule.pattern.split("|"):
        words = _WORD.findall(fold_name(alternative))
        if not words:
            return "has an empty alternative"
        if rule.kind == "prefix" and len(words[-1]) < _SHORTEST_PREFIX:
            return f"{alternative!r} is too short for a prefix (at least {_SHORTEST_PREFIX} letters)"
    return ""


def build_facilities(config: Config) -> FacilityClassifier:
    """Compile the rules that classify a trial site by its name."""
    return FacilityClassifier(
        [
            FacilityRule(row.rule, row.end_user, row.kind, row.pattern, row.priority, row.why)
            for row in config.facilities
        ]
    )
