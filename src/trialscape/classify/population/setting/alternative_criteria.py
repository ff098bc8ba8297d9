"""Criteria of which one is enough: "One of the following: progression on a PD-1 inhibitor; PD-L1 below 1%".

In: what a criterion says, and the outline around it. Out: the same, or that patients in whom the therapy failed are
allowed, if another criterion of the same choice does not require this.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from trialscape.classify.population.setting.setting_sentences import SentenceReader, SettingFinding, SourceText
from trialscape.classify.text.eligibility_criteria import CriteriaOutline, Span, sentences
from trialscape.classify.text.list_leads import depth
from trialscape.classify.text.sentences import Token
from trialscape.config.rules.setting_rules import SettingRules

# The words before a list are short.
_LONGEST_LEAD = 300
# Longer lists and lines are not choices between criteria, and reading all items for each would take time that grows
# with the square of their number.
_MOST_ITEMS = 12
_LONGEST_LABEL = 40
_LONGEST_LINE = 2500
# An alternative begins soon behind a failure.
_LONGEST_CLAUSE = 160
# An alternative that is a sentence of its own.
_HAS = re.compile(r"or (?:else |alternatively )?(?:has|have|is|are|stage) ")
# The end of a clause; "; alternatively" goes on.
_STOP = re.compile(r"\.(?=\s|$)|;(?! ?(?:or|alternatively)\b)|\n")
# Lists within lists are no deeper.
_DEEPEST = 4
# The mark of an item inside a sentence: "(ii) ", "b) ", "2. ", "- ".
_MARK = re.compile(r"(?<=[\s,;:])(?:\(?(?:[a-h]|[ivx]{1,4}|\d)[.)] ?|- )(?=[^\s\d])")
# What begins a list inside a sentence: a colon, or else the mark of the first item.
_OPENINGS = (re.compile(":"), re.compile(r" (?=\((?:a|i|1)\) )"))
# The kind of mark before an item: a number, a letter, or the sign itself.
_STYLE = re.compile(r"\(?(?:(?P<number>\d{1,2})|(?P<letter>[a-z]{1,4}))[.)]|(?P<sign>[^\w\s(])|")


class AlternativeCriteria:
    """Finds criteria of which one is enough: in a list, after a colon in the line, or behind "or" in a sentence."""

    def __init__(self, rules: SettingRules, reader: SentenceReader) -> None:
        self._reader = reader
        self._begin = rules.alternatives_begin.compiled()
        self._state = rules.another_state.compiled()
        self._groups = rules.groups_of_patients.compiled()
        self._ways = rules.ways_to_fail.compiled()
        self._pregnancy, self._toxicity, self._other = (rules.signs[name] for name in ("PREG", "TOX", "OTHER"))
        self._other_states = frozenset(rules.signs[name] for name in ("BIOM", "NAIVE", "NOT", "UNFIT"))
        self._failed = frozenset(rules.signs[name] for name in ("FAIL", "RECUR"))
        self._rule = next(rule for rule in rules.rule if rule.id == rules.alternative_rule)

    def weighed(
        self, found: list[SettingFinding], source: SourceText, outline: CriteriaOutline, line: Span
    ) -> list[SettingFinding]:
        """Return the findings of a criterion of ``line``; a failure that is one of several ways in is not required."""
        if not found or found[0].outcome != "required" or source.place != "inclusion":
            return found
        evidence = found[0].evidence
        lead, others = self._others(outline, line, evidence.start)
        before = self._reader.tokens(source, lead) if lead else []
        others.extend(self._other_state_before(source, outline, (line[0], evidence.start)))
        is_only = all(self._is_required(source, item, before) for item in others)
        if is_only and not self._has_another_state(source, outline, (evidence.end, line[1])):
            return found
        return [replace(found[0], outcome="allowed", rule=self._rule)]

    def _other_state_before(self, source: SourceText, outline: CriteriaOutline, span: Span) -> Iterator[Span]:
        """Yield the criterion before "; or" where it asks for a state of patients who need no earlier therapy."""
        mark = outline.folded.rfind("; or ", *span)
        if mark < 0 or outline.folded.find(".", mark, span[1]) >= 0:
            return
        signs = {token.sign for token in self._reader.tokens(source, (span[0], mark))}
        if not self._other_states.isdisjoint(signs) and self._failed.isdisjoint(signs):
            yield span[0], mark

    def is_of_contraception(self, source: SourceText, outline: CriteriaOutline, line: Span) -> bool:
        """Return whether the lists around ``line`` give times of contraception for the drugs of the study."""
        for _ in range(_DEEPEST):
            lead = outline.lead(line)
            if lead is None:
                return False
            if any(token.sign == self._pregnancy for token in self._reader.tokens(source, _end_of(lead))):
                return True
            line = lead
        return False

    def _is_required(self, source: SourceText, span: Span, before: Sequence[Token]) -> bool:
        """Return whether an item requires a failure, alone or behind the words before its list."""
        tokens = self._reader.tokens(source, span)
        for read in (tokens, [*before, *tokens]):
            found = self._reader.read(source, read, span[0])
            if found and found[0].outcome != "nothing":
                return found[0].outcome == "required"
        return False

    def _has_another_state(self, source: SourceText, outline: CriteriaOutline, rest: Span) -> bool:
        """Return whether the ``rest`` of a criterion, behind a failure, names a state that is enough instead.

        A clause with the therapy, a failure of unnamed treatment or toxicity is about the therapy, too.
        """
        found = self._state.search(outline.folded, rest[0], min(rest[1], rest[0] + _LONGEST_CLAUSE))
        stops = _STOP.finditer(outline.folded, *rest)
        stop = next((mark.start() for mark in stops), rest[1])
        if found is None or stop < found.start():
            return False
        clause = (found.start(), stop)
        tokens = self._reader.tokens(source, clause)
        signs = {token.sign for token in tokens}
        is_of_therapy = self._reader.therapies.is_named(tokens) or self._toxicity in signs
        fails = not self._failed.isdisjoint(signs) and self._other not in signs
        # "Or has an uncommon histology" is a state, "or melanoma" another disease of those in whom the therapy failed.
        is_state = _HAS.match(outline.folded, *clause) is not None
        return not is_of_therapy and not fails and (is_state or self._groups.search(outline.folded, *clause) is None)

    def _others(self, outline: CriteriaOutline, line: Span, place: int) -> tuple[Span | None, list[Span]]:
        """Return the words before a list, and the alternatives to its criterion at ``place`` in ``line``, if any."""
        if line[1] - line[0] > _LONGEST_LINE:
            return None, []
        lead = outline.lead(line)
        openings = (mark.search(outline.folded, line[0], place) for mark in _OPENINGS)
        opening = next(filter(None, openings), None)
        if opening and self._introduces(outline, (line[0], opening.start())):
            lead, items = (line[0], opening.start()), list(_within(outline, (opening.end(), line[1])))
        elif lead:
            is_marked = _style(outline, lead) != _style(outline, line)
            below = _below(outline, lead, line) if is_marked else _chained(outline, lead)
            items = [part for item in below for part in _marked(outline, item)]
            if not self._introduces(outline, lead) and not self._are_joined(outline, lead, items):
                return None, []
        else:
            return None, []
        held = next((item for item in items if item[0] <= place < item[1]), None)
        if held is None or self._names_groups(outline, (held[0], place)) or self._is_labelled(outline, held):
            return None, []
        return _end_of(lead), [item for item in items if item != held]

    def _are_joined(self, outline: CriteriaOutline, lead: Span, items: Iterable[Span]) -> bool:
        """Return whether an item of the list under ``lead``, which names no groups or definitions, ends in "or"."""
        if self._names_groups(outline, lead):
            return False
        return any(outline.folded[start:end].rstrip().endswith((" or", ",or")) for start, end in items)

    def _introduces(self, outline: CriteriaOutline, span: Span) -> bool:
        found = self._begin.search(outline.folded, *_end_of(span))
        return found is not None and not self._names_groups(outline, (found.start(), span[1]))

    def _is_labelled(self, outline: CriteriaOutline, item: Span) -> bool:
        """Return whether an item begins with the label of a group: "Stratum A: resistant to a PD-1 inhibitor"."""
        first = next(sentences(outline.layout, item), item)[0]
        colon = outline.folded.find(":", first, min(item[1], first + _LONGEST_LABEL))
        is_way = self._ways.search(outline.folded, first, colon) is not None
        return colon >= 0 and not is_way and self._groups.search(outline.folded, first, colon) is not None

    def _names_groups(self, outline: CriteriaOutline, span: Span) -> bool:
        """Return whether the text names groups of patients, or ways to fail, which are definitions."""
        return any(words.search(outline.folded, *span) is not None for words in (self._groups, self._ways))


def _end_of(lead: Span) -> Span:
    """Return the end of a line that introduces a list."""
    return max(lead[0], lead[1] - _LONGEST_LEAD), lead[1]


def _within(outline: CriteriaOutline, span: Span) -> Iterator[Span]:
    """Yield the criteria of one line: its sentences, divided at the marks of items."""
    for start, end in sentences(outline.layout, span):
        marks = (found.start() for found in _MARK.finditer(outline.folded, start + 1, end))
        yield from pairwise([start, *marks, end])


def _marked(outline: CriteriaOutline, item: Span) -> Iterator[Span]:
    """Yield the parts of an item that begin with marks of their own: "i) ...; ii) ..."."""
    first = item[0] + depth(outline, item)
    own = _MARK.match(outline.folded, first, item[1])
    marks = _MARK.finditer(outline.folded, own.end() if own else first + 1, item[1])
    yield from pairwise([item[0], *(found.start() for found in marks), item[1]])


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


def _chained(outline: CriteriaOutline, lead: Span) -> Iterator[Span]:
    """Yield the lines of a list without marks under ``lead``: all but the last end in a comma, a semicolon or "or"."""
    below = lead
    for _ in range(_MOST_ITEMS):
        place = below[1] + 1
        while place < len(outline.layout) and outline.layout[place] in " \t\n":
            place += 1
        if place >= len(outline.layout):
            return
        below = outline.line(place)
        yield below
        if not outline.folded[below[0] : below[1]].rstrip().endswith((",", ";", " or")):
            return


def _style(outline: CriteriaOutline, line: Span) -> tuple[int, str]:
    """Return the depth of a line, and the kind of mark before it."""
    level = depth(outline, line)
    found = _STYLE.match(outline.folded[line[0] : line[1]], level)
    return level, (found["sign"] or found.lastgroup or "") if found else ""
