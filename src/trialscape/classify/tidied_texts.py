"""A study with tidied texts, which rules read, and the way back to the original ones, which evidence quotes."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

from trialscape.classify.text_cuts import Cut, cuts_of_name, cuts_of_text, is_tidy
from trialscape.study.model import Arm, Intervention, Study
from trialscape.verdict import Classification, Defeat, Evidence, Verdict

_LONG_TEXTS = ("brief_summary", "detailed_description", "eligibility", "study_population")
# A tab, and no-break, en, em, thin, hair, narrow and ideographic blanks.
_OTHER_BLANKS = "\t\u00a0\u2002\u2003\u2009\u200a\u202f\u3000"
# A sentence of a text without capitals begins behind a stop, but not behind an abbreviation.
_BEGIN = re.compile(
    r"(?<=[.?!]\s)(?<!\b(?:e\.g|i\.e|etc|min|max|pts)\.\s)(?<!\b(?:vs|no|dr|st)\.\s)(?<!\bincl\.\s)(?<!\bapprox\.\s)"
    r"(?<!\b[a-z]\.\s)[a-z]"
)


class Tidied:
    """A text with its cuts made, and the way back to the offsets of the original.

    ``plain`` is the original, character for character, with plain blanks, and with capitals if the original has none.
    """

    def __init__(self, original: str, plain: str, cuts: list[Cut]) -> None:
        self.original = original
        stops = [0, *(cut.stop for cut in cuts)]
        starts = [*(cut.start for cut in cuts), len(plain)]
        signs = [*(cut.sign for cut in cuts), ""]
        self.text = "".join(plain[begin:end] + sign for begin, end, sign in zip(stops, starts, signs, strict=True))
        self._lost = list(accumulate((cut.stop - cut.start - len(cut.sign) for cut in cuts), initial=0))
        # The last character of the tidied text that a cut did not move.
        self._fixed = [cut.start - lost + len(cut.sign) - 1 for cut, lost in zip(cuts, self._lost, strict=False)]

    def place(self, tidied: int) -> int:
        """Return the offset in the original of a character of the tidied text."""
        return tidied + self._lost[bisect_left(self._fixed, tidied)]

    def restored(self, item: Evidence) -> Evidence:
        """Return evidence with the offsets and the words of the original."""
        start = self.place(item.start)
        end = self.place(item.end - 1) + 1 if item.end > item.start else start
        return item._replace(start=start, end=end, quote=self.original[start:end])


class TidiedStudy(NamedTuple):
    """A study with tidied texts, and those of them that differ from the original, by field."""

    study: Study
    changed: dict[str, Tidied]

    def restored(self, result: Classification) -> Classification:
        """Return a result whose evidence quotes the original texts."""
        if not self.changed:
            return result
        return replace(
            result,
            verdicts=tuple(self._verdicts(result.verdicts)),
            defeats=tuple(self._defeats(result.defeats)),
            overruled=tuple(self._verdicts(result.overruled)),
        )

    def _verdicts(self, verdicts: Iterable[Verdict]) -> Iterator[Verdict]:
        return (verdict._replace(evidence=self._evidence(verdict.evidence)) for verdict in verdicts)

    def _defeats(self, defeats: Iterable[Defeat]) -> Iterator[Defeat]:
        return (defeat._replace(evidence=self._evidence(defeat.evidence)) for defeat in defeats)

    def _evidence(self, items: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
        changed = self.changed
        return tuple(changed[item.field].restored(item) if item.field in changed else item for item in items)


def tidied(study: Study) -> TidiedStudy:
    """Return the study with tidied texts; a study whose texts are tidy is returned as it is."""
    texts = _Texts(study)
    brief, official = (texts.name(name, getattr(study, name)) for name in ("brief_title", "official_title"))
    summary, description, eligibility, population = (texts.text(name, getattr(study, name)) for name in _LONG_TEXTS)
    conditions = texts.names("conditions", study.conditions)
    keywords = texts.names("keywords", study.keywords)
    arms = tuple(texts.arm(place, arm) for place, arm in enumerate(study.arms))
    items = tuple(texts.intervention(place, item) for place, item in enumerate(study.interventions))
    if not texts.changed:
        return TidiedStudy(study, {})
    clean = replace(
        study,
        brief_title=brief,
        official_title=official,
        brief_summary=summary,
        detailed_description=description,
        eligibility=eligibility,
        study_population=population,
        conditions=conditions,
        keywords=keywords,
        arms=arms,
        interventions=items,
    )
    return TidiedStudy(clean, texts.changed)


class _Texts:
    """Tidies texts and keeps those that change.

    Arms and interventions refer to each other by labels and names, which must change alike; those that would become
    equal to others stay as they are.
    """

    def __init__(self, study: Study) -> None:
        self.changed: dict[str, Tidied] = {}
        self._keep = _alike(arm.label for arm in study.arms) | _alike(item.name for item in study.interventions)

    def text(self, field: str, text: str) -> str:
        """Return a text of several words as it is read."""
        return self._tidied(field, text, cuts_of_text) if text else text

    def name(self, field: str, text: str) -> str:
        """Return a title, a name or a label as it is read."""
        return self._tidied(field, text, cuts_of_name) if not _is_tidy(text) and text not in self._keep else text

    def names(self, field: str, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return a list of names as they are read."""
        if all(map(_is_tidy, names)):
            return names
        return tuple(self.name(f"{field}[{place}]", name) for place, name in enumerate(names))

    def arm(self, place: int, arm: Arm) -> Arm:
        """Return an arm as it is read."""
        field = f"arms[{place}]"
        return arm._replace(
            label=self.name(f"{field}.label", arm.label),
            description=self.text(f"{field}.description", arm.description),
            intervention_names=tuple(map(self._typed, arm.intervention_names)),
        )

    def intervention(self, place: int, item: Intervention) -> Intervention:
        """Return an intervention as it is read."""
        field = f"interventions[{place}]"
        return item._replace(
            name=self.name(f"{field}.name", item.name),
            description=self.text(f"{field}.description", item.description),
            arm_labels=tuple(map(self._reference, item.arm_labels)),
            other_names=self.names(f"{field}.other_names", item.other_names),
        )

    def _typed(self, name: str) -> str:
        """Return the name of an intervention behind its type, as the registry gives it in an arm: "Drug: Nivolumab"."""
        kind, mark, rest = name.partition(": ")
        return kind + mark + self._reference(rest)

    def _reference(self, name: str) -> str:
        """Return a label or a name to which another entry refers."""
        return name if _is_tidy(name) or name in self._keep else _plain_name(name)

    def _tidied(self, field: str, text: str, cuts_of: Callable[[str], list[Cut]]) -> str:
        plain = _with_plain_signs(text)
        if cuts_of is cuts_of_text and plain.islower():
            plain = _BEGIN.sub(lambda letter: letter.group().upper(), plain)
        cuts = cuts_of(plain)
        if not cuts and plain == text:
            return text
        self.changed[field] = Tidied(text, plain, cuts)
        return self.changed[field].text


def _alike(names: Iterable[str]) -> frozenset[str]:
    """Return the names that would be equal to another one without the signs around them."""
    listed = tuple(dict.fromkeys(names))
    if all(map(_is_tidy, listed)):
        return frozenset()
    tidy = [name if _is_tidy(name) else _plain_name(name) for name in listed]
    uses = Counter(tidy)
    return frozenset(name for name, plain in zip(listed, tidy, strict=True) if uses[plain] > 1)


def _plain_name(name: str) -> str:
    plain = _with_plain_signs(name)
    return Tidied(name, plain, cuts_of_name(plain)).text


def _is_tidy(name: str) -> bool:
    return not name or (is_tidy(name) and name.isascii())


def _with_plain_signs(text: str) -> str:
    """Return the text with plain blanks and semicolons."""
    if text.isascii():
        return text.replace("\t", " ")
    for blank in _OTHER_BLANKS:
        text = text.replace(blank, " ")
    return text.replace("；", ";")
