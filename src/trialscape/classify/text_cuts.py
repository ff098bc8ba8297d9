"""Where a text has blanks, line breaks or signs that its sponsor did not mean, and what the tidied text has there.

Old exports of the registry break lines after some 80 characters and indent them. Other sources part the items of a list
by bars, escape its line breaks twice or keep the brackets and quotes of a programming language.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

# Blanks at the beginning of a line are its indent, which shows the level of a list. Expressions that begin with a sign
# are searched quickly.
_BLANKS = re.compile(r"  (?<=\S  ) *(?=\S)")
# What parts items in place of line breaks, with a sign that such a text has.
_SEPARATORS = (
    ("|", re.compile(r"(?<=\S) \|+ (?=\S)")),
    ("\\", re.compile(r"(?:(?:\\r)?\\n)+")),
    ("[", re.compile(r"""^\[['"]|['"], ?['"]|['"]\]$""")),
)
# A semicolon without a blank ends a sentence if a capital or such a word follows; else it parts a list of treatments.
# The semicolon of an HTML entity, perhaps one that was escaped twice, is none.
_TIGHT = re.compile(
    r";(?<=[A-Za-z0-9)%.];)"
    + "".join(rf"(?<!&\w{{{size}}};)" for size in range(2, 8))
    + r"(?<!;lt;)(?<!;gt;)(?<!amp;)(?<!&#\d\d;)"
    r"(?=[A-Z][a-z]|(?:must|no|not|patients?|participants?|subjects?|those|if|for|has|have|had)\b)"
)
# A blank behind the hyphen of an abbreviation with a number: "PD- 1", "PD- (L)1", "IL- 2".
_PARTED = re.compile(r"- (?=\(L\)|L?\d)" + r"(?:(?<=\b[A-Z]{2}- )|(?<=\b[A-Z]{3}- )|(?<=\b[A-Z]{4}- ))")
_LINE = re.compile(r"[^\n]+")
# An item of a list begins a line of its own, whatever the width.
_ITEM = re.compile(r"\s*(?:[-*•·▪◦‣●○■□➢#~–]|\(?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,4})[.)]\s)")
_FIRST_WORD = re.compile(r"\s*(\S+)")
_WIDTHS = range(50, 133)
# Where indents were lost, lines of one text differ in width by so much.
_SLACK = 16
# A text was broken by a width if so many breaks within its paragraphs, and such a part of them, stand near that width.
_LEAST_BREAKS = 3
_LEAST_PART = 0.75
# No item of a list ends in such a word or sign.
_GOES_ON = re.compile(
    r"(?:,|\b(?:of|or|and|the|with|an?|to|in|by|for|at|on|from|that|is|are|be|than|not|any|which|who))$", re.I
)
# Such a part of the breaks that a width made stands behind one.
_LEAST_GOING_ON = 0.12
# The most blanks before a line that are looked through.
_DEEPEST_INDENT = 24
# What may stand around a name that is no part of it.
_AROUND_NAMES = " \t\r\n\"'“”‘’.,;"


class Cut(NamedTuple):
    """A stretch of the original text in place of which the tidied one has ``sign``: blank, break, "; " or nothing."""

    start: int
    stop: int
    sign: str = " "


def cuts_of_text(text: str) -> list[Cut]:
    """Return the cuts of a text of several words, in order and without overlaps."""
    cuts = [*_blanks(text), *_tight(text), *_separators(text), *_parted(text)]
    cuts += _wraps(text) if "\n" in text else ()
    return sorted(cuts)


def cuts_of_name(name: str) -> list[Cut]:
    """Return the cuts of a title, a name or a label: blanks, quotes and stops around it, and blanks in it."""
    if is_tidy(name):
        return []
    start, stop = len(name) - len(name.lstrip(_AROUND_NAMES)), len(name.rstrip(_AROUND_NAMES))
    if start >= stop:
        return []
    around = [Cut(0, start, ""), Cut(stop, len(name), "")]
    inside = [cut for cut in _blanks(name) if start <= cut.start and cut.stop <= stop]
    return sorted(cut for cut in (*around, *inside) if cut.start < cut.stop)


def _blanks(text: str) -> Iterator[Cut]:
    """Return doubled blanks between two words of a line."""
    return (Cut(*found.span()) for found in _BLANKS.finditer(text))


def _tight(text: str) -> Iterator[Cut]:
    """Return semicolons without a blank behind them, at which a sentence ends."""
    return (Cut(*found.span(), "; ") for found in _TIGHT.finditer(text))


def _parted(text: str) -> Iterator[Cut]:
    """Return blanks behind the hyphen of an abbreviation."""
    return (Cut(found.start() + 1, found.end(), "") for found in _PARTED.finditer(text))


def is_tidy(name: str) -> bool:
    """Return whether a title, a name or a label, which is not empty, needs no cut."""
    return name[0] not in _AROUND_NAMES and name[-1] not in _AROUND_NAMES and "  " not in name


def _separators(text: str) -> Iterator[Cut]:
    """Yield what parts the items of a text in place of line breaks."""
    for sign, separator in _SEPARATORS:
        if sign in (text[0] if sign == "[" else text):
            found = list(separator.finditer(text))
            if len(found) >= _LEAST_BREAKS and len(found) > text.count("\n") and not _is_table(text, found):
                yield from (Cut(*item.span(), "\n") for item in found)


def _is_table(text: str, found: list[re.Match[str]]) -> bool:
    """Return whether several lines hold separators, so that each line is the row of a table."""
    return text.find("\n", found[0].start(), found[-1].start()) >= 0


def _wraps(text: str) -> Iterator[Cut]:
    """Yield the line breaks, with the blanks around them, that a fixed width made."""
    breaks = text.count("\n")
    if breaks < _LEAST_BREAKS or len(text) > (breaks + 1) * _WIDTHS.stop:
        # Lines are too few or, on average, too long.
        return
    width = max(map(len, text.split("\n")))
    if width not in _WIDTHS:
        return
    spans = [found.span() for found in _LINE.finditer(text)]
    inner = [(above[1], below[0]) for above, below in pairwise(spans) if _is_inner(text, above, below)]
    made = [place for place in inner if _is_near(text, *place, width)]
    if len(made) >= _LEAST_BREAKS and len(made) >= _LEAST_PART * len(inner) and _are_in_sentences(text, made):
        for start, stop in made:
            below = _FIRST_WORD.match(text, stop)
            yield Cut(len(text[:start].rstrip()), below.start(1) if below else stop)


def _are_in_sentences(text: str, breaks: list[tuple[int, int]]) -> bool:
    """Return whether breaks stand within sentences, and not between the items of a list of lines of like width."""
    going_on = 0
    for start, stop in breaks:
        above = text.rfind("\n", 0, start) + 1
        # A line without a mark that begins in lower case goes on with the marked item above it.
        is_item = (
            _ITEM.match(text, above, start) is not None and text[stop : stop + _DEEPEST_INDENT].lstrip()[:1].islower()
        )
        going_on += is_item or _GOES_ON.search(text[above:start].rstrip()) is not None
    return going_on >= max(1, _LEAST_GOING_ON * len(breaks))


def _is_inner(text: str, above: tuple[int, int], below: tuple[int, int]) -> bool:
    """Return whether the break between two lines stands within a paragraph."""
    is_paragraph = below[0] - above[1] == 1 and not text[above[0] : above[1]].isspace()
    return is_paragraph and not _ITEM.match(text, *below) and not text[below[0] : below[1]].isspace()


def _is_near(text: str, start: int, stop: int, width: int) -> bool:
    """Return whether the word behind a break had no room before it, or nearly none in the middle of a sentence."""
    above = text[text.rfind("\n", 0, start) + 1 : start].rstrip()
    word = _FIRST_WORD.match(text, stop)
    room = width - len(above) - 1 - (len(word[1]) if word else 0)
    if room < 0 or room >= _SLACK or word is None or above[-1:] in ".:;":
        return room < 0
    # "Have progressed on" goes on with the next line, whatever its first letter.
    return word[1][:1].islower() or _GOES_ON.search(above) is not None
