"""Puts criteria that were stored as one paragraph or as HTML on one line each, without moving a character.

The sign before the first item after a heading ("Criteria: - Adults - ...") also marks the other items. A heading or an
item gets a line break in place of the blank or sign before it, so that offsets stay those of the original.
"""

import re
from collections.abc import Iterator

from trialscape.classify.text.fold import fold
from trialscape.classify.text.overlaps import occurrences

_TAG = re.compile(
    r"</?(p|ul|ol|li|br|div|h[1-6]|tr|td|table|tbody|strong|b|em|i|u|span|sup|sub)\b[^<>\n]{0,200}>", re.I
)
_INLINE_TAGS = frozenset("strong b em i u span sup sub".split())

# A heading and the rest of its line: "inclusion criteria:" and the sign of the first item.
_OPENING = re.compile(
    r"(?P<word>\b(?:non-?)?(?:in|ex)clusions?)(?: crit[a-z]+\b)?(?: \([a-z ]{1,30}\))? {0,2}:? {0,2}"
    r"(?:(?P<dash>- ?(?=[a-z0-9(<>]))|(?P<star>\*)|(?P<tilde>~)|(?P<bar>[|]{1,2})|(?P<number>\(?1[.)])"
    r"|(?P<roman>\(?i[.)] )|(?P<letter>\(?a[.)] )|(?P<plain>(?<=:) ?(?=[a-z(])))"
)
# How many characters of an opening come before "clusion": those of "non-in", "nonin" and "in".
_BEFORE_CLUSION = (6, 5, 2)
# Each sign as it appears before a later item. Dashes of ranges ("18 - 75") and of names ("PD- L1") do not count.
_ITEMS = {
    "dash": re.compile(r"(?:(?<=[^\s\d]) - ?|(?<=[a-z0-9).;,%])(?<!\bpd)(?<!\bctla)(?<!\bpd-l)- )(?=[a-z0-9(<>])"),
    "star": re.compile(r" ?\*"),
    "tilde": re.compile(r"~"),
    "bar": re.compile(r"[|]{1,2}"),
    "number": re.compile(r" \(?(\d{1,2})[.)] ?(?=[^\d\s])"),
    "roman": re.compile(r" \(?([ivx]{1,6})[.)] "),
    "letter": re.compile(r" \(?([a-z])[.)] "),
}
# The kinds of earlier therapy in records of the 1990s, which follow this heading, often in one paragraph.
_EARLIER = "prior concurrent therapy:"
_KIND_OF_THERAPY = re.compile(r" (?=(?:biologic therapy|chemotherapy|endocrine therapy|radiotherapy|surgery|other): )")
# The sign with which a limit of time begins: on a line of its own, it belongs to the criterion above.
_LIMIT = "≤"
_BREAK = re.compile(r"\n[ \t\n]*$")
# The most blanks before a limit.
_INDENT = 12
_ROMANS = {
    sign: value
    for value, sign in enumerate("i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split(), 1)
}


def lay_out(text: str, folded: str) -> tuple[str, str]:
    """Return ``text`` with a line for each criterion, and its fold; both keep their length."""
    if "<" in text and _TAG.search(text):
        text = _TAG.sub(_without_tag, text)
        folded = fold(text)
    if joints := list(_joints(text)):
        text, folded = _joined(text, joints), _joined(folded, joints)
    openings = [found for found in _openings(folded) if text.find("\n", found.start(), found.end()) < 0]
    kinds = [found.start() for found in _KIND_OF_THERAPY.finditer(folded)] if _EARLIER in folded else []
    if not openings and not kinds:
        return text, folded
    signs = list(text)
    for place in kinds:
        signs[place] = "\n"
    if not openings:
        return "".join(signs), folded
    for opening, following in zip(openings, [*openings[1:], None], strict=True):
        line_end = text.find("\n", opening.end())
        stop = min(following.start() if following else len(text), len(text) if line_end < 0 else line_end)
        for place in _breaks(folded, opening, stop):
            signs[place] = "\n"
    return "".join(signs), folded


def _joints(text: str) -> Iterator[tuple[int, int]]:
    """Yield the breaks between a criterion and its limit of time."""
    for place in occurrences(text, _LIMIT):
        found = _BREAK.search(text, max(0, place - _INDENT), place)
        above = text[max(0, found.start() - _INDENT) : found.start()].rstrip()[-1:] if found else ""
        if found and above and (above.isalpha() or above in ",)"):
            yield found.start(), place


def _joined(text: str, spans: list[tuple[int, int]]) -> str:
    """Return the text with blanks in place of breaks."""
    signs = list(text)
    for start, stop in spans:
        signs[start:stop] = " " * (stop - start)
    return "".join(signs)


def _openings(folded: str) -> Iterator[re.Match[str]]:
    """Yield the matches of ``_OPENING``, in order and without overlaps."""
    done = 0
    for place in occurrences(folded, "clusion"):
        begins = (begin for before in _BEFORE_CLUSION if (begin := place - before) >= done)
        found = next(filter(None, (_OPENING.match(folded, begin) for begin in begins)), None)
        if found:
            yield found
            done = found.end()


def _breaks(folded: str, opening: re.Match[str], stop: int) -> Iterator[int]:
    """Yield the places of a heading and its items that begin a line."""
    kind = opening.lastgroup or ""
    if opening.start() and folded[opening.start() - 1] in " ~" and (kind != "plain" or _ends(folded, opening.start())):
        yield opening.start() - 1
    if kind not in _ITEMS:
        return
    yield opening.start(kind) - (folded[opening.start(kind) - 1] == " ")
    expected = 2
    for item in _ITEMS[kind].finditer(folded, opening.end(), stop):
        if item.lastindex:
            if _value(kind, item[1]) != expected:
                continue
            expected += 1
        yield item.start()


def _ends(folded: str, place: int) -> bool:
    """Return whether a sentence ends before ``place``."""
    return folded[max(0, place - 3) : place].rstrip().endswith((".", ";", ")"))


def _value(kind: str, sign: str) -> int:
    if kind == "number":
        return int(sign)
    return _ROMANS.get(sign, 0) if kind == "roman" else ord(sign) - ord("a") + 1


def _without_tag(tag: re.Match[str]) -> str:
    """Return blanks for a tag, and a line break where it begins or ends a block."""
    size = len(tag.group())
    if tag[1].lower() in _INLINE_TAGS:
        return " " * size
    return " " * (size - 2) + "\n*" if tag[1].lower() == "li" and tag.group()[1] != "/" else " " * (size - 1) + "\n"
