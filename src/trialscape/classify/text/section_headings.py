"""Headings of criteria without the words "inclusion" and "exclusion": misspelt, paraphrased or foreign."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

from trialscape.config.files.expressions import late

Kind = Literal["inclusion", "exclusion"]

# A heading is a short line without a bullet or a number.
_LENGTHS = range(2, 72)
_BULLET = re.compile(r"[\s*•\-\d(]")
_AROUND = " _*#=~-:：.?？\t"
_ENTERS = (
    r"(?:join|take part|participate|enter|enrol\w*|apply"
    r"|be (?:included|enrolled|eligible|in (?:the|this) (?:study|trial)))"
    r"(?: (?:in )?(?:the|this) (?:study|trial))?(?: if.{0,20}| when| include)?"
)
_PEOPLE = r"(?:who|you|we|patients?|people|persons?|participants?|subjects?|volunteers?|those|anyone)(?: who)?"
_BARRED = re.compile(
    r"(?:key |main |major |general |other )*(?:"
    r"(?:in|non-?|not )eligib(?:le|ility)(?: criteria| patients?| subjects?| participants?| people| conditions?)?"
    r"(?: if.{0,20}| when| include)?"
    rf"|{_PEOPLE} (?:can ?not|can't|may not|should not|must not|will not|won't|(?:is|are) (?:not able|unable) to)"
    rf"(?: be able to)? {_ENTERS}|{_PEOPLE} (?:must|should) not(?: have| be)?"
    r"|(?:reasons?|grounds?) (?:for|of|to|why) (?:exclu\w+|not .{3,40}|rejection|you .{0,10}(?:not|n't) .{3,30})"
    r"|(?:patients? |subjects? |participants? )?(?:are |will be )?"
    r"(?:excluded?|excl|rejection|disqualif\w+|ineligibility)"
    r"(?: if.{0,20}| criteria| crit| factors?| conditions?| patients?| when)?"
    r"|to be excluded"
    r"|do not (?:enrol\w*|include)|not suitable(?: for .{3,30})?|who is (?:not eligible|excluded|ineligible)"
    r"|what (?:excludes|would exclude|keeps) .{3,40}|ec)"
)
_LET_IN = re.compile(
    r"(?:key |main |major |general |other )*(?:"
    r"eligib(?:le|ility)(?: criteria| patients?| subjects?| participants?| people)?(?: if| include)?"
    rf"|{_PEOPLE} (?:can|may|should|is able to|are able to|might be able to) {_ENTERS}"
    rf"|{_PEOPLE} (?:must|should)(?: have| be)?"
    r"|(?:selection|entry|enrol\w+|admission) criteria|incl(?: criteria| crit)?"
    r"|to be included|who is eligible|ic)"
)
# Words of headings in other languages; those for exclusion come first, because some contain a word for inclusion.
_FOREIGN_BARRED = late(
    r"排除|除外|제외|исключени|невключ|ausschlu|esclusion|uitsluit|exclusi|wyłącz|wykluc|dışla|hariç|vyluč|vylouč|eksklu[sz]"
    r"|non[- ]?[ée]ligib|exklu|kizár|αποκλεισμ|استبعاد|loại trừ|excluz|exclusã|poissulku|izključ|isključ"
)
_FOREIGN_LET_IN = late(
    r"入选|纳入|入組|入组|選択|포함|선정|включени|einschlu|inclusion|włącz|dahil|alınma|zařaz|inklu[sz]|inclusi|beválaszt|ένταξ"
    r"|[ée]ligibilit[ée]|شمول|اشتمال|lựa chọn|incluz|inclusã|sisäänotto|vključ|uključ"
)
_FOREIGN_CRITERIA = re.compile(
    r"标准|標準|基準|기준|критери|kriter|kryteri|criter|critèr|critér|κριτήρι|معايير|tiêu chuẩn"
)
_MISSPELT = late(r"(?:[a-z]+ ){0,2}?(?P<word>[a-z]{6,12})[ -](?P<criteria>c[a-z]{4,9})")
# Headings with these words are found in eligibility_criteria.py.
_KNOWN = re.compile(r"\b(?:in|ex)clusions?\b")
_ALIKE = 0.8
_MOST_KEPT = 1024


def other_headings(layout: str, folded: str) -> Iterator[tuple[int, Kind]]:
    """Yield where the line of each such heading begins, and the kind of section that it opens."""
    start = 0
    for line in layout.split("\n"):
        words = line.lstrip(" \t")
        end = start + len(line)
        if len(words) in _LENGTHS and not _BULLET.match(words):
            kind = _kind(words.strip(_AROUND), folded[end - len(words) : end].strip(_AROUND))
            if kind is not None:
                yield start, kind
        start = end + 1


@lru_cache(_MOST_KEPT)
def _kind(line: str, folded: str) -> Kind | None:
    """Return what a short line opens; many records have the same ones."""
    if _KNOWN.search(folded):
        return None
    if _BARRED.fullmatch(folded):
        return "exclusion"
    if _LET_IN.fullmatch(folded):
        return "inclusion"
    return _misspelt(folded) if " crit" in folded or "-crit" in folded else _foreign(line.lower())


def _foreign(line: str) -> Kind | None:
    if _FOREIGN_CRITERIA.search(line):
        if _FOREIGN_BARRED.search(line):
            return "exclusion"
        if _FOREIGN_LET_IN.search(line):
            return "inclusion"
    return None


def _misspelt(folded: str) -> Kind | None:
    found = _MISSPELT.fullmatch(folded)
    if found is None or _likeness(found["criteria"], "criteria") < _ALIKE:
        return None
    exclusion, inclusion = (_likeness(found["word"], word) for word in ("exclusion", "inclusion"))
    if max(exclusion, inclusion) < _ALIKE:
        return _foreign(folded)
    return "exclusion" if exclusion > inclusion else "inclusion"


def _likeness(word: str, other: str) -> float:
    return SequenceMatcher(None, word, other, autojunk=False).ratio()
