"""Labels given by wording: sentences that hold a rule's words are tried against its expression."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trialscape.classify.eligibility import Span, outline_of, sentences
from trialscape.classify.population import population_of
from trialscape.classify.sentences import Token, WordFinder
from trialscape.config.setting_rules import PhraseRule, Place
from trialscape.study.model import Study
from trialscape.verdict import Evidence, Role

_ROLE: dict[Place, Role] = {"inclusion": "population", "population": "population", "exclusion": "exclusion"}
# The first sign of those that stand for sets of rules; the range is for private use, so no text holds it.
_FIRST_SIGN = 0xE000


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that holds in ``folded`` (the fold of a field's text), with the words and the sentence it holds in."""

    rule: PhraseRule
    evidence: Evidence
    folded: str
    sentence: Span


@dataclass(frozen=True, slots=True)
class _Place:
    """A sentence: ``span`` of a field's text, in a part of the record of some kind."""

    kind: Place
    field: str
    text: str
    folded: str
    span: Span


@dataclass(frozen=True, slots=True)
class _Compiled:
    rule: PhraseRule
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None

    def match(self, folded: str, span: Span) -> re.Match[str] | None:
        found = self.pattern.search(folded, *span)
        return None if found is None or (self.unless and self.unless.search(folded, *span)) else found


class PhraseReader:
    """A compiled list of phrase rules."""

    def __init__(self, rules: Sequence[PhraseRule]) -> None:
        self._rules = [
            _Compiled(rule, re.compile(rule.pattern), re.compile(rule.unless) if rule.unless else None)
            for rule in rules
        ]
        needed: dict[str, list[int]] = {}
        for number, rule in enumerate(rules):
            for word in rule.needs:
                needed.setdefault(word, []).append(number)
        self._by_sign = {chr(_FIRST_SIGN + index): tuple(numbers) for index, numbers in enumerate(needed.values())}
        self._words = WordFinder(zip(needed, self._by_sign, strict=True))

    def matches(self, study: Study, *, keywords: bool = False, most: int = 5) -> Iterator[Match]:
        """Yield what the rules find in titles, conditions, arms and eligibility, and in keywords when asked for.

        A rule that has held ``most`` times is not tried again.
        """
        left = [most] * len(self._rules)
        population = population_of(study)
        words = self._words.find_all(population.folded)
        for part in population.holding(words, keywords=keywords):
            inside = [word._replace(start=word.start - part.start) for word in words]
            for span in sentences(part.text, (0, len(part.text))):
                place = _Place("population", part.field, part.text, part.folded, span)
                yield from self._sentence(place, inside, left)
        yield from self._eligibility(study.eligibility, left)

    def _eligibility(self, text: str, left: list[int]) -> Iterator[Match]:
        outline = outline_of(text)
        words = self._words.find_all(outline.folded)
        done = -1
        for word in words:
            if word.start < done:
                continue
            line = outline.line(word.start)
            done = line[1]
            inside = [other for other in words if line[0] <= other.start < line[1]]
            for span in sentences(text, line):
                kind = outline.section(span[0]).kind
                place = _Place(kind, "eligibility", text, outline.folded, span)
                yield from self._sentence(place, inside, left)

    def _sentence(self, place: _Place, words: Sequence[Token], left: list[int]) -> Iterator[Match]:
        start, stop = place.span
        numbers = {number for word in words if start <= word.start < stop for number in self._by_sign[word.sign]}
        for number in sorted(numbers):
            compiled = self._rules[number]
            if not left[number] or place.kind not in compiled.rule.where:
                continue
            if found := compiled.match(place.folded, place.span):
                left[number] -= 1
                quote = place.text[found.start() : found.end()]
                evidence = Evidence(place.field, found.start(), found.end(), quote, _ROLE[place.kind])
                yield Match(compiled.rule, evidence, place.folded, place.span)
