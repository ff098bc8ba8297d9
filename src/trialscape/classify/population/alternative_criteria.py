"""Criteria of which one is enough: "One of the following: progression on a PD-1 inhibitor; PD-L1 below 1%".

In: what a criterion says, and the outline around it. Out: the same, or that patients in whom the therapy failed are
allowed, if another criterion of the same choice does not require this.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from trialscape.classify.population.setting_sentences import SentenceReader, SettingFinding, SourceText
from trialscape.classify.text.eligibility_criteria import CriteriaOutline, Span, sentences
from trialscape.classify.text.list_leads import depth
from trialscape.config.rules.setting_rules import SettingRules

# The words before a list are short.
_LONGEST_LEAD = 300
# Longer lists and lines are not choices between criteria, and reading all items for each would take time that grows
# with the square of their number.
_MOST_ITEMS = 12
_LONGEST_LINE = 2500
# Lists within lists are no deeper.
_DEEPEST = 4
# The mark of an item inside a sentence: "(ii) ", "b) ", "2. ".
_MARK = re.compile(r"(?<=[\s,;:])\(?(?:[a-h]|[ivx]{1,4}|\d)[.)] ?(?=[^\s\d])")
# The kind of mark before an item: a number, a letter, or the sign itself.
_STYLE = re.compile(r"\(?(?:(?P<number>\d{1,2})|(?P<letter>[a-z]{1,4}))[.)]|(?P<sign>[^\w\s(])|")


class AlternativeCriteria:
    """Finds the words that introduce a choice: on the line above a list, or before a colon in the same line."""

    def __init__(self, rules: SettingRules, reader: SentenceReader) -> None:
        self._reader = reader
        self._begin = rules.alternatives_begin.compiled()
        self._of_groups = rules.groups_of_patients.compiled()
        self._pregnancy = rules.signs["PREG"]
        self._rule = next(rule for rule in rules.rule if rule.id == rules.alternative_rule)

    def weighed(
        self, found: list[SettingFinding], source: SourceText, outline: CriteriaOutline, line: Span
    ) -> list[SettingFinding]:
        """Return the findings of a criterion of ``line``; a failure that is one of several ways in is not required."""
        if not found or found[0].outcome != "required" or source.place != "inclusion":
            return found
        others = self._others(outline, line, found[0].evidence.start)
        if all(self._is_required(source, item) for item in others):
            return found
        return [replace(found[0], outcome="allowed", rule=self._rule)]

    def is_of_contraception(self, source: SourceText, outline: CriteriaOutline, line: Span) -> bool:
        """Return whether the lists around ``line`` give times of contraception for the drugs of the study."""
        for _ in range(_DEEPEST):
            lead = outline.lead(line)
            if lead is None:
                return False
            span = (max(lead[0], lead[1] - _LONGEST_LEAD), lead[1])
            if any(token.sign == self._pregnancy for token in self._reader.tokens(source, span)):
                return True
            line = lead
        return False

    def _is_required(self, source: SourceText, span: Span) -> bool:
        found = self._reader.read(source, self._reader.tokens(source, span), span[0])
        return bool(found) and found[0].outcome == "required"

    def _others(self, outline: CriteriaOutline, line: Span, place: int) -> list[Span]:
        """Return the alternatives to the criterion at ``place`` in ``line``, or nothing where it has none."""
        if line[1] - line[0] > _LONGEST_LINE:
            return []
        lead = outline.lead(line)
        colon = outline.folded.find(":", line[0], place)
        if colon >= 0 and self._introduces(outline, (line[0], colon)):
            items = list(_within(outline, (colon + 1, line[1])))
        elif lead and _style(outline, lead) != _style(outline, line):
            items = list(_below(outline, lead, line))
            if not self._introduces(outline, lead) and not self._are_joined(outline, lead, items):
                return []
        else:
            return []
        held = next((item for item in items if item[0] <= place < item[1]), None)
        if held is None or self._of_groups.search(outline.folded, held[0], place):
            return []
        return [item for item in items if item != held]

    def _are_joined(self, outline: CriteriaOutline, lead: Span, items: Iterable[Span]) -> bool:
        """Return whether an item of the list under ``lead``, which names no groups or definitions, ends in "or"."""
        if self._of_groups.search(outline.folded, *lead):
            return False
        return any(outline.folded[start:end].rstrip().endswith((" or", ",or")) for start, end in items)

    def _introduces(self, outline: CriteriaOutline, span: Span) -> bool:
        start = max(span[0], span[1] - _LONGEST_LEAD)
        found = self._begin.search(outline.folded, start, span[1])
        return found is not None and self._of_groups.search(outline.folded, found.start(), span[1]) is None


def _within(outline: CriteriaOutline, span: Span) -> Iterator[Span]:
    """Yield the criteria of one line: its sentences, divided at the marks of items."""
    for start, end in sentences(outline.layout, span):
        marks = (found.start() for found in _MARK.finditer(outline.folded, start + 1, end))
        yield from pairwise([start, *marks, end])


def _below(outline: CriteriaOutline, lead: Span, line: Span) -> Iterator[Span]:
    """Yield the lines of the list under ``lead`` that have the mark of ``line``."""
    mark = _style(outline, line)
    place = lead[1] + 1
    for _ in range(_MOST_ITEMS):
        below = outline.line(place)
        if place >= len(outline.layout) or (_style(outline, below) == _style(outline, lead) and below[0] > lead[1] + 1):
            return
        if _style(outline, below) == mark:
            yield below
        place = below[1] + 1


def _style(outline: CriteriaOutline, line: Span) -> tuple[int, str]:
    """Return the depth of a line, and the kind of mark before it."""
    level = depth(outline, line)
    found = _STYLE.match(outline.folded[line[0] : line[1]], level)
    return level, (found["sign"] or found.lastgroup or "") if found else ""
