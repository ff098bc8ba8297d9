"""Labels given by wording: a rule's expression is applied to the sentences that contain its words."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from trialscape.classify.text.eligibility_criteria import CriteriaOutline, Span, sentences
from trialscape.classify.text.population_texts import PopulationText
from trialscape.classify.text.sentences import Token
from trialscape.classify.text.study_texts import AxisWords, StudyTexts
from trialscape.config.files.expressions import Searcher, searcher
from trialscape.config.rules.setting_rules import PhraseRule, Place
from trialscape.verdict import Evidence, Role

_ROLE: dict[Place, Role] = {"inclusion": "population", "population": "population", "exclusion": "exclusion"}
# The first of the signs for sets of rules; the range is for private use, so no text contains it.
_FIRST_SIGN = 0xE000


class Match(NamedTuple):
    """A rule that holds in ``folded`` (the fold of a field's text), with the words and the sentence it holds in."""

    rule: PhraseRule
    evidence: Evidence
    folded: str
    sentence: Span


class _Place(NamedTuple):
    """A sentence: ``span`` of a field's text, in a part of the record of some kind."""

    kind: Place
    field: str
    text: str
    folded: str
    span: Span


class Nearby(NamedTuple):
    """Where words stand without which no rule can hold, and how many characters they may be away from its sentence."""

    words: AxisWords
    reach: int

    def in_population(self, part: PopulationText) -> bool:
        """Return whether a word stands in a text that names the population."""
        return self._holds(self.words.population, part.start, part.start + len(part.text))

    def in_eligibility(self, line: Span) -> bool:
        """Return whether a word stands in a line of the eligibility text or near it."""
        return self._holds(self.words.eligibility, line[0] - self.reach, line[1] + self.reach)

    def _holds(self, words: Sequence[Token], start: int, stop: int) -> bool:
        first = bisect_left(words, start, key=_start)
        return first < len(words) and words[first].start < stop


def _start(word: Token) -> int:
    return word.start


@dataclass(frozen=True, slots=True)
class _Compiled:
    rule: PhraseRule
    pattern: Searcher
    unless: Searcher | None

    def may_hold(self, line: str) -> bool:
        """Return whether a line has letters of the rule, if it names any."""
        letters = self.rule.letters
        return not letters or any(part in line for part in letters)

    def match(self, folded: str, span: Span) -> re.Match[str] | None:
        found = self.pattern.search(folded, *span)
        return None if found is None or (self.unless and self.unless.search(folded, *span)) else found


class PhraseReader:
    """A compiled list of phrase rules."""

    def __init__(self, rules: Sequence[PhraseRule]) -> None:
        self._rules = [
            _Compiled(rule, searcher(rule.pattern), searcher(rule.unless) if rule.unless else None) for rule in rules
        ]
        needed: dict[str, list[int]] = {}
        for number, rule in enumerate(rules):
            for word in rule.needs:
                needed.setdefault(word, []).append(number)
        signs = {chr(_FIRST_SIGN + index): numbers for index, numbers in enumerate(needed.values())}
        self.words = tuple(zip(needed, signs, strict=True))
        # The rules to try for each word, by kind of place.
        self._called: dict[Place, dict[str, list[int]]] = {
            kind: {sign: [n for n in numbers if kind in rules[n].where] for sign, numbers in signs.items()}
            for kind in _ROLE
        }

    def matches(
        self,
        reading: StudyTexts,
        words: AxisWords,
        *,
        keywords: bool = False,
        most: int = 5,
        nearby: Nearby | None = None,
    ) -> Iterator[Match]:
        """Yield what the rules find in titles, conditions, arms and eligibility, and in keywords when asked for.

        ``words`` are those of the reader's own that the reading holds. A rule is not tried again after ``most``
        matches, and with ``nearby`` only in places near its words.
        """
        left = [most] * len(self._rules)
        starts = [word.start for word in words.population]
        for part in reading.population.texts_with(words.population, keywords=keywords):
            if nearby is not None and not nearby.in_population(part):
                continue
            whole = (0, len(part.text))
            first, last = (bisect_left(starts, part.start + place) for place in whole)
            held = words.population[first:last]
            inside = [Token(word.start - part.start, word.end - part.start, word.sign) for word in held]
            if numbers := self._candidates(part.folded, whole, inside, "population", left):
                for span in sentences(part.text, whole):
                    place = _Place("population", part.field, part.text, part.folded, span)
                    yield from self._sentence(place, numbers, left)
        yield from self._eligibility(reading.outline, words.eligibility, left, nearby)

    def in_sentence(self, field: str, text: str, folded: str, span: Span) -> Iterator[Match]:
        """Yield what the rules for the population find in one sentence of a text that is no short one."""
        place = _Place("population", field, text, folded, span)
        numbers = [number for number, compiled in enumerate(self._rules) if "population" in compiled.rule.where]
        yield from self._sentence(place, numbers, [1] * len(self._rules))

    def _eligibility(
        self, outline: CriteriaOutline, words: Sequence[Token], left: list[int], nearby: Nearby | None
    ) -> Iterator[Match]:
        rest = 0
        while rest < len(words):
            line = outline.line(words[rest].start)
            begin = rest
            while rest < len(words) and words[rest].start < line[1]:
                rest += 1
            if nearby is not None and not nearby.in_eligibility(line):
                continue
            inside = words[begin:rest]
            numbers = {
                kind: found
                for kind in outline.kinds(line)
                if (found := self._candidates(outline.folded, line, inside, kind, left))
            }
            if numbers:
                for span in sentences(outline.layout, line):
                    kind = outline.section(span[0]).kind
                    place = _Place(kind, "eligibility", outline.text, outline.folded, span)
                    yield from self._sentence(place, numbers.get(kind, ()), left)

    def _candidates(self, folded: str, span: Span, words: Sequence[Token], kind: Place, left: list[int]) -> list[int]:
        """Return the rules whose expression occurs in ``span``, a line; only they can match one of its sentences.

        ``words`` are those that the line holds.
        """
        called = self._called[kind]
        numbers = {number for word in words for number in called[word.sign] if left[number]}
        if not numbers:
            return []
        start, stop = span
        line = folded[start:stop]
        return [
            number
            for number in sorted(numbers)
            if self._rules[number].may_hold(line) and self._rules[number].pattern.search(folded, start, stop)
        ]

    def _sentence(self, place: _Place, numbers: Sequence[int], left: list[int]) -> Iterator[Match]:
        for number in numbers:
            compiled = self._rules[number]
            if left[number] and (found := compiled.match(place.folded, place.span)):
                left[number] -= 1
                quote = place.text[found.start() : found.end()]
                evidence = Evidence(place.field, found.start(), found.end(), quote, _ROLE[place.kind])
                yield Match(compiled.rule, evidence, place.folded, place.span)
