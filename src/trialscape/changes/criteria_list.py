"""Eligibility text as a list of criteria, so that two versions can be compared sentence by sentence."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from trialscape.study.text import plain_signs

_HEADING = re.compile(r"\b(in|ex)clusion\b", re.IGNORECASE)
_LONGEST_HEADING = 80
_BULLET = re.compile(r"^[\s*•·‣▪◦o\-–—#]*(?:\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)]+\s+)*")
_STOP = re.compile(r"(?<=[.;])\s+(?=[A-Z0-9(])")
# The content of a criterion: words, numbers with their decimals, signs of comparison, and the sign of a marker
# ("HER2-", "PD-L1(+)"). Hyphens between words, brackets and stops are layout.
_WORD = re.compile(r"\d+(?:[.,]\d+)+|\w+|[<>=≤≥≦≧⩽⩾±%+]|(?<=[\w(])[-−](?!\w)")

Criterion = tuple[str, str]


@dataclass(frozen=True, slots=True)
class CriteriaDifference:
    """The criteria that only one of two versions has, each preceded by its section."""

    gained: tuple[str, ...]
    lost: tuple[str, ...]


def criteria(text: str) -> Iterator[Criterion]:
    """Yield section (inclusion, exclusion or "") and sentence of each criterion; bullets and numbers are dropped."""
    section = ""
    for line in text.splitlines():
        bare = _BULLET.sub("", line).strip()
        heading = _HEADING.search(bare)
        if heading is not None and len(bare) <= _LONGEST_HEADING:
            section = f"{heading.group(1).lower()}clusion"
            continue
        yield from ((section, part.strip()) for part in _STOP.split(bare) if part.strip())


def criteria_difference(old: str, new: str) -> CriteriaDifference:
    """Return the criteria that were gained and lost; a change of layout alone gives none."""
    if old == new:
        return CriteriaDifference((), ())
    old, new = plain_signs(old), plain_signs(new)
    if _WORD.findall(old.casefold()) == _WORD.findall(new.casefold()):
        return CriteriaDifference((), ())
    before, after = list(criteria(old)), list(criteria(new))
    return CriteriaDifference(tuple(_only_here(after, before)), tuple(_only_here(before, after)))


def _only_here(here: Sequence[Criterion], there: Sequence[Criterion]) -> Iterator[str]:
    spare = Counter(map(_key, there))
    for item in here:
        spare[_key(item)] -= 1
        if spare[_key(item)] < 0:
            section, sentence = item
            yield f"{section}: {sentence}" if section else sentence


def _key(item: Criterion) -> tuple[str, ...]:
    section, sentence = item
    return section, *_WORD.findall(sentence.casefold())


def word_pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of ``words`` as whole words; a final ``*`` stands for any ending."""
    parts = [re.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else "") for word in words]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)
