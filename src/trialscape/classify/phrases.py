"""Labels given by wording: sentences that hold a rule's words are tried against its expression."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trialscape.classify.eligibility import Outline, Span, sentences
from trialscape.classify.fold import fold
from trialscape.classify.sentences import WordFinder
from trialscape.config.setting_rules import PhraseRule, Place
from trialscape.study.model import Study
from trialscape.verdict import Evidence, Role

_ROLE: dict[Place, Role] = {"inclusion": "population", "population": "population", "exclusion": "exclusion"}


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that holds in ``folded`` (the fold of a field's text), with the words and the sentence it holds in."""

    rule: PhraseRule
    evidence: Evidence
    folded: str
    sentence: Span


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
        compiled = [
            _Compiled(rule, re.compile(rule.pattern), re.compile(rule.unless) if rule.unless else None)
            for rule in rules
        ]
        self._words = WordFinder((word, "") for rule in rules for word in rule.needs)
        self._needs = [(WordFinder((word, "") for word in rule.rule.needs), rule) for rule in compiled]

    def matches(self, study: Study, *, keywords: bool = False) -> Iterator[Match]:
        """Yield what the rules find in titles, conditions, arms and eligibility, and in keywords when asked for."""
        for field, text in _texts(study, keywords=keywords):
            folded = fold(text)
            if self._words.occurs(folded):
                for span in sentences(text, (0, len(text))):
                    yield from self._sentence("population", field, text, folded, span)
        yield from self._eligibility(study.eligibility)

    def _eligibility(self, text: str) -> Iterator[Match]:
        folded = fold(text)
        outline: Outline | None = None
        done = -1
        for word in self._words.find(folded):
            if word.start < done:
                continue
            outline = outline or Outline(text, folded)
            for span in sentences(text, outline.line(word.start)):
                if span[0] <= word.start < span[1]:
                    kind = outline.section(span[0]).kind
                    yield from self._sentence(kind, "eligibility", text, folded, span)
                    done = span[1]

    def _sentence(self, place: Place, field: str, text: str, folded: str, span: Span) -> Iterator[Match]:
        sentence = folded[span[0] : span[1]]
        for words, compiled in self._needs:
            if place in compiled.rule.where and words.occurs(sentence):
                found = compiled.match(folded, span)
                if found:
                    start, end = found.span()
                    evidence = Evidence(field, start, end, text[start:end], _ROLE[place])
                    yield Match(compiled.rule, evidence, folded, span)


def _texts(study: Study, *, keywords: bool) -> Iterator[tuple[str, str]]:
    yield "brief_title", study.brief_title
    yield "official_title", study.official_title
    for index, text in enumerate(study.conditions):
        yield f"conditions[{index}]", text
    if keywords:
        for index, text in enumerate(study.keywords):
            yield f"keywords[{index}]", text
    for index, arm in enumerate(study.arms):
        yield f"arms[{index}].label", arm.label
        if arm.description:
            yield f"arms[{index}].description", arm.description
    if study.study_population:
        yield "study_population", study.study_population
