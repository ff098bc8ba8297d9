"""The structure of an eligibility text: sections, list items with their lead-in, and sentences, by offset.

The text is not copied or changed; every span is a pair of offsets into it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple

from trialscape.classify.text.criteria_layout import is_further_on, lay_out
from trialscape.classify.text.overlaps import occurrences
from trialscape.classify.text.section_headings import Kind, other_headings

Span = tuple[int, int]

# Longer lines with the word are criteria that mention a section, not headings.
_LONGEST_HEADING = 170
# The headings that are kept with their meaning.
_MOST_HEADINGS = 1024
# A lead-in at a greater distance does not apply to the item.
_LEAD_REACH = 14
# The most blanks between a slash and the line after it.
_SLASH_REACH = 8

_WORD = re.compile(r"(?P<un>\bnon?[- ]+)?\b(?P<way>in|ex)clusions?\b(?P<criteria> cr?it[a-z]{2,7}\b)?")
# "must not meet any exclusion criteria" and "other inclusion/exclusion criteria may apply" are not headings.
_MENTION = re.compile(
    r"may apply|(?:does|do|did|must|should|can)(?: not|n't)? meet|inclusion.{0,25}exclusion|exclusion.{0,25}inclusion"
    r"|(?:time|day|moment|date) of inclusion|(?:before|after|prior to|at|since|for|excluding) inclusion"
    r"|exclusion (?:of|from)\b"
)
# "values as defined in the inclusion criteria" and "not meeting inclusion criteria" point to a section.
_POINTER = re.compile(
    r"\b(?:in|per|by|see|to|under|than|regarding|meet(?:s|ing)?|fulfil\w*|satisf\w+"
    r"|(?:absence|free|none|any|all|one|each|some) of)"
    r"(?: (?:any|all|one|each|some|none|of|the|these|those|this|other|above|below|listed|study|patient|protocol"
    r"|specific|main|current|previous|general|trial)\b,?){0,5} (?:in|ex)clusion crit"
)
# A colon may part such a heading from the first criterion, as in "Inclusion: adults; melanoma. Exclusion: pregnancy".
_LABELLED = re.compile(r"(?:^[\s_*#=~•-]*|[.;] +)(?P<way>In|Ex|IN|EX)(?:clusion|CLUSION)[sS]?:(?= ?\S)", re.MULTILINE)
_CRITERIA_FOR = re.compile(r"(?:[a-z]+ ){0,2}criteria (?:for|of) (?P<way>in|ex)clusion(?: (?:are|include))?:?")
_ENTRY = re.compile(r"\bfor inclusion\b.*\b(?:if|criteria|apply|following)\b")
_BARRED = re.compile(
    r"\b(?:not (?:be )?(?:eligible|included|enrol\w+|allowed)|ineligible|(?:be|are|is) excluded|excluded (?:if|from)"
    r"|cannot (?:be|participate|enter))\b"
)
_FOLLOWS = re.compile(r"\b(?:follow\w*|any|if|apply|one of|these)\b")
_BULLET = re.compile(r"[\s*•·‣▪◦o\-–—#]*(?:\(?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,4})[.)\]\\]+\s*)*")
_PART = re.compile(
    r"\b(?:cohorts?|parts?|arms?|groups?|phase|stage|stratum|sub-?stud\w+|expansion|escalation|module|combination"
    r"|specific to)\b"
)
_EVERYONE = re.compile(r"\ball (?:cohorts?|parts?|arms?|groups?|phases?|patients|participants|subjects)\b")
_FULL_LINE = re.compile(r"[^\n]*\S[^\n]*")
# Both expressions begin with a set of signs, because a search then skips all other characters quickly.
_MARKS = re.compile(r"[.;；。•▪](?:(?<!\.)|[\s)]|[A-Z][a-z]{2})")
# A sentence ends at a stop before a capital, a digit or the letter of an item, but not after an abbreviation.
_END = re.compile(
    r"[.。;；•▪](?:(?<=[.。])[\s)]+(?=[A-Z0-9•*\-]|[^\x00-\x7f]|[b-hj-k](?:\)? [A-Z][a-z]|\) ))"
    r"(?<!\be\.g\.\s)(?<!\bi\.e\.\s)(?<!\bvs\.\s)(?<!\bNo\.\s)(?<!\b[A-Z]\.\s)"
    r"|(?<=[;；])\s+(?=[^\W_]|[•*\-]|\((?!incl|e\.g))|(?<=[•▪])\s|(?<=[a-z0-9)]\.)(?=[A-Z][a-z]{2}))"
)


class Section(NamedTuple):
    """A stretch of eligibility text from ``start`` on; ``is_part`` when it concerns some cohorts only."""

    start: int
    kind: Kind
    is_part: bool = False


class CriteriaOutline:
    """The sections of one eligibility text; ``folded`` is its fold, character for character.

    ``layout`` is the text with each criterion on a separate line, ``text`` what is quoted.
    """

    def __init__(self, text: str, folded: str) -> None:
        self.text = text
        self.layout, self.folded = lay_out(text, folded)

    @cached_property
    def sections(self) -> list[Section]:
        """Return the sections in order; text before the first heading counts as inclusion."""
        return [Section(0, "inclusion"), *_headings(self.layout, self.folded)]

    @cached_property
    def _starts(self) -> list[int]:
        return [section.start for section in self.sections]

    def section(self, position: int) -> Section:
        """Return the section that contains ``position``."""
        return self.sections[bisect_right(self._starts, position) - 1]

    def kinds(self, line: Span) -> set[Kind]:
        """Return the kinds of the sections in which a line begins and ends."""
        first = bisect_right(self._starts, line[0])
        if first == len(self._starts) or self._starts[first] > line[1]:
            # Most lines hold no heading.
            return {self.sections[first - 1].kind}
        return {self.sections[first - 1].kind, self.section(line[1]).kind}

    def line(self, position: int) -> Span:
        """Return the line around ``position``; the registry keeps one criterion a line."""
        start = self.layout.rfind("\n", 0, position) + 1
        end = self.layout.find("\n", position)
        return start, len(self.layout) if end < 0 else end

    def lines(self, start: int = 0) -> Iterator[Span]:
        """Yield the lines behind ``start`` that are not empty, in order."""
        return (found.span() for found in _FULL_LINE.finditer(self.layout, start))

    def is_deeper(self, span: Span, other: Span) -> bool:
        """Return whether the line of ``span`` has more indent than that of ``other``, so that it is a part of it."""
        return _indent(self.layout, self.line(span[0])) > _indent(self.layout, self.line(other[0]))

    def lead(self, line: Span) -> Span | None:
        """Return the line that introduces the list of ``line``, or None.

        It ends in a colon, comes earlier and has no deeper indent; a line with less indent ends the search.
        """
        indent = limit = _indent(self.layout, line)
        end = line[0] - 1
        for _ in range(_LEAD_REACH):
            if end <= 0:
                return None
            above = (self.layout.rfind("\n", 0, end) + 1, end)
            end = above[0] - 1
            content = self.layout[above[0] : above[1]].strip()
            if not content:
                continue
            depth = _indent(self.layout, above)
            if depth > indent:
                # A neighbour has its own list, so from here on only a line with less indent can be the lead-in.
                limit = indent - 1
            elif content.endswith(":") and depth <= limit:
                is_own = depth < indent or not is_further_on(self.layout, above, line)
                return above if is_own and above[0] not in self._starts else None
            elif depth < indent:
                return above if not content.endswith((".", ";")) else None
        return None


def sentences(text: str, span: Span) -> Iterator[Span]:
    """Yield the sentences of ``span``, without the bullet or number before the first."""
    start, stop = span
    bullet = _BULLET.match(text, start, stop)
    start = bullet.end() if bullet and bullet.end() < stop else start
    if text.find(". ", start, stop) < 0 and not _MARKS.search(text, start, stop):
        if start < stop:
            yield start, stop
        return
    for end in _END.finditer(text, start, stop):
        yield start, end.start() + 1
        start = end.end()
    if start < stop:
        yield start, stop


def _indent(text: str, line: Span) -> int:
    start, end = line
    while start < end and text[start] in " \t":
        start += 1
    return start - line[0]


def _headings(text: str, folded: str) -> Iterator[Section]:
    """Yield the sections that headings open, in the order of the text."""
    named = list(_named_headings(text, folded))
    starts = {section.start for section in named}
    others = [Section(start, kind) for start, kind in other_headings(text, folded) if start not in starts]
    yield from sorted([*named, *others], key=lambda section: section.start)


def _named_headings(text: str, folded: str) -> Iterator[Section]:
    """Yield the sections whose headings say "inclusion", "exclusion" or who is not eligible."""
    places = [*occurrences(folded, "clusion"), *_leads(text, folded)]
    done = -1
    for place in sorted(places):
        start = text.rfind("\n", 0, place) + 1
        if start < done:
            continue
        stop = text.find("\n", place)
        stop = len(text) if stop < 0 else stop
        done = stop
        yield from _line_headings(text, folded, (start, stop))


def _leads(text: str, folded: str) -> Iterator[int]:
    """Yield the ends of lines that end in a colon and may exclude patients ("are not eligible if:")."""
    for place in occurrences(text, ":\n"):
        start = text.rfind("\n", 0, place) + 1
        if any(folded.find(word, start, place) >= 0 for word in ("eligible", "excluded", "cannot")):
            yield place


def _line_headings(text: str, folded: str, line: Span) -> Iterator[Section]:
    start, stop = line
    content = folded[start:stop].strip(" _#=~*")
    if folded[max(0, start - _SLASH_REACH) : start].rstrip().endswith("/"):
        # "all inclusion/" and "exclusion criteria: are met" are one sentence in two lines.
        return
    if len(content) <= _LONGEST_HEADING and content.count("clusion criteri") < 2:
        kind = _heading_kind(content)
        if kind is not None:
            yield Section(start, kind, _is_part(content))
            return
    yield from _labels(text, line)
    if " crit" in content:
        yield from _inline_headings(text, folded, line)


@lru_cache(_MOST_HEADINGS)
def _heading_kind(content: str) -> Kind | None:
    """Return what a line with a word such as "inclusion" opens; records share a few such lines."""
    if content.endswith(":") and _BARRED.search(content) and _FOLLOWS.search(content):
        return "exclusion"
    if named := _CRITERIA_FOR.fullmatch(content):
        return "exclusion" if named["way"] == "ex" else "inclusion"
    if _ENTRY.search(content):
        return "exclusion" if " not " in content else "inclusion"
    word = _WORD.search(content)
    if word is None or _MENTION.search(content):
        return None
    if _POINTER.search(content) and not _is_introduction(content, word["way"] == "ex"):
        return None
    is_short = bool(word["criteria"]) or content.endswith(":") or len(content.split()) <= 3
    if not is_short or (not word["criteria"] and word.start() > 60):
        return None
    return "exclusion" if word["way"] == "ex" or word["un"] else "inclusion"


def _is_introduction(content: str, is_exclusion: bool) -> bool:
    """Return whether a line that points to criteria introduces them ("patients who meet the following criteria")."""
    return content.endswith(":") or "following" in content or (is_exclusion and bool(_BARRED.search(content)))


def _inline_headings(text: str, folded: str, line: Span) -> Iterator[Section]:
    """Yield headings inside a long line: "Exclusion Criteria:" or "Exclusion Criteria The following ..."."""
    for word in _WORD.finditer(folded, *line):
        if not word["criteria"] or _MENTION.search(folded, max(line[0], word.start() - 12), word.end() + 25):
            continue
        after = text[word.end() : word.end() + 2].strip(" ")
        titled = text[word.start("criteria") + 1].isupper() and after[:1].isupper()
        if after[:1] == ":" or titled:
            kind: Kind = "exclusion" if word["way"] == "ex" or word["un"] else "inclusion"
            yield Section(word.start(), kind, _is_part(folded[max(line[0], word.start() - 60) : word.start()]))


def _labels(text: str, line: Span) -> Iterator[Section]:
    """Yield headings that a colon parts from the first criterion of the same line."""
    for found in _LABELLED.finditer(text, *line):
        yield Section(found.start("way"), "exclusion" if found["way"].lower() == "ex" else "inclusion")


def _is_part(heading: str) -> bool:
    return bool(_PART.search(heading)) and not _EVERYONE.search(heading)
