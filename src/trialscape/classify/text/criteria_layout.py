"""Puts criteria that were stored as one paragraph or as HTML on one line each, without moving a character.

The sign before the first item after a heading ("Criteria: - Adults - ...") also marks the other items. In long lines
that lost their breaks, marks, headings and the words with which criteria begin ("Prior", "Known") part the items. An
item or a heading gets a line break in place of the blank or sign before it, so that offsets stay the original's.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

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
# A criterion whose number is higher by more than this than that of a line with a colon is no item of its list.
_LONGEST_LIST = 4
_NUMBER = re.compile(r"\s*\(?(\d{1,2})[.)]")
# An item of a longer list, which has no more text than this in all, is short.
_SHORT_ITEM = 60
_LONGEST_TEXT = 2000
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
_KIND_OF_THERAPY = re.compile(
    r" (?=(?:(?:biologic therapy|chemotherapy|endocrine therapy|radiotherapy|surgery|other)(?::|(?= \*))"
    r"|prior concurrent therapy:|(?:disease|patient) characteristics:) )"
)
# A line as long as this may hold several criteria; these marks and words begin a criterion in the middle of it.
_LONG = 250
_STOPS = (". ", "; ", ": ")
# A blank is looked for first, and then what stands before and behind it, because a search skips other signs quickly.
_MARKED = re.compile(
    r" (?:(?<=\S )(?=[*•·▪◦‣●○■□➢] ?\S)|(?<=[^\s\d] )(?=- [A-Z]|\(?\d{1,2}[.)] ?[A-Z]))|~(?<=[a-z0-9)\].;,%]~)(?=\S)"
)
# A heading in a long line: after the end of a sentence, or with a colon.
_HEADING = re.compile(
    r"(?:(?<=[.;:)\]])[ \t]+(?=(?P<ended>)[A-Z])|(?<=[a-z0-9])[ \t]+)"
    r"(?=(?P<head>(?:[A-Z][\w-]{1,20} ){0,3}(?:Inclusion|Exclusion|INCLUSION|EXCLUSION) (?:Criteria|CRITERIA)"
    r"(?: (?:for|of) [^.:;]{3,60})?)(?P<colon>:)?)"
)
_GAP = re.compile(r"[.:]? ")
_WORDS = (
    r"Prior|Previous|Previously|Received|Receiving|Receipt|Known|History|Has|Have|Had|Any|Active|Ongoing"
    r"|Patients?|Participants?|Subjects?|Pregnan\w+|Concurrent\w*|Concomitant|Diagnos\w+|Must|Currently?"
    r"|Females?|Males?|Men|Women|Use|Treatment|Treated|Uncontrolled|Evidence|Inability|No|Not|Adequate"
    r"|Age[ds]?|Signed|Documented|Histolog\w+|Cytolog\w+|Willing\w*|Able|Ability|Measurable|Progress\w+"
    r"|Clinically|Symptomatic|Untreated|Unresolved|Life|Presence|Requires?|Undergone|Underwent|Significant"
    r"|Other|Major|Live|Systemic|Chronic|Recent|Participation|Breast-?feeding|Lactating|Hypersensitivity"
    r"|Allergy|Serious|Severe|Is|Are|Does|Did|Was|Were|Who|Legal|Written|Provision|Provided|Radiation"
    r"|Radiotherapy|Chemotherapy|Immunotherapy|Surgery|Relapsed|Refractory|Recurrent|Metastatic|Locally"
    r"|Confirmed|Failure|Failed|Resistan\w+|Intoleran\w+|Eligible|Ineligible|Investigational"
    r"|Corticosteroids?|Immunosuppress\w+|Autoimmune|Organ|Toxicit\w+|Anti-?cancer|Biologic|Hormon\w+"
    r"|Demonstrated|ECOG"
)
_UNMARKED = re.compile(
    rf" (?<=[A-Za-z0-9)\]%³²¹⁹] ) ?(?=[A-Z])(?:(?<![A-Z] )(?=(?:{_WORDS})\b[ :/-](?:[a-z(\d]|[A-Z][A-Z\d-]))"
    rf"|(?=(?:{_WORDS})\b [a-z]))"
)
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
    text, folded = _by_headings(text, folded)
    places = [start + place for start, line in _long_lines(text) for place in _begins(line)]
    if not places:
        return text, folded
    signs = list(text)
    for place in places:
        signs[place] = "\n"
    return "".join(signs), folded


def _long_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that may hold several criteria, with the places where they begin."""
    start = 0
    for line in text.split("\n"):
        if len(line) >= _LONG:
            yield start, line
        start += len(line) + 1


def _begins(line: str) -> Iterator[int]:
    """Yield where criteria begin in a long line: at marks, and in long pieces at words with which criteria begin."""
    marks = [found.start() for found in _MARKED.finditer(line)]
    headed = _headed(line) if "clusion" in line or "CLUSION" in line else ()
    places = sorted({*(marks if len(marks) > 1 else ()), *headed})
    yield from places
    for start, stop in pairwise([0, *places, len(line)]):
        # Punctuation parts the criteria of a piece already.
        ends = sum(line.count(mark, start, stop) for mark in _STOPS)
        if stop - start >= _LONG * (1 + ends):
            yield from (found.start() for found in _UNMARKED.finditer(line, start, stop))


def _headed(line: str) -> Iterator[int]:
    """Yield the blanks before and behind each heading of a long line."""
    done = 0
    for heading in _HEADING.finditer(line):
        if heading.start() >= done and (heading["colon"] or heading["ended"] is not None):
            yield heading.start()
            done = heading.end("colon" if heading["colon"] else "head")
            if (gap := _GAP.match(line, done)) is not None:
                yield gap.end() - 1


def _by_headings(text: str, folded: str) -> tuple[str, str]:
    """Return both with a line for each item behind a heading, as its first item is marked."""
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


def is_further_on(text: str, head: tuple[int, int], line: tuple[int, int]) -> bool:
    """Return whether both lines have numbers, and that of ``line`` is too high for an item of the list of ``head``.

    A long list of short items whose numbers run on without a gap is one list.
    """
    first, later = _NUMBER.match(text, *head), _NUMBER.match(text, *line)
    if first is None or later is None or int(later[1]) - int(first[1]) <= _LONGEST_LIST:
        return False
    between = text[head[1] : line[0]].strip("\n").split("\n") if line[0] - head[1] < _LONGEST_TEXT else [""]
    numbers = [found[1] for item in between if (found := _NUMBER.match(item))]
    runs_on = [*map(int, numbers)] == [*range(int(first[1]) + 1, int(later[1]))] and len(numbers) == len(between)
    return not runs_on or any(len(item) > _SHORT_ITEM or item.rstrip().endswith((".", ":")) for item in between)
