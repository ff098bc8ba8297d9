"""One pass over a study: its texts in order, folded once, with the treatment and disease terms found in each."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from trialscape.classify.fold import fold, fold_once
from trialscape.classify.lexicon import Hit, Lexicon
from trialscape.classify.vocabulary import Disease, Treatment
from trialscape.study.model import Study
from trialscape.verdict import Evidence, Role

# Fields are joined by a sign that no term holds, so that no hit runs from one field into the next; the blanks around
# it let terms begin and end there.
_GAP = " \x1f "
# Texts of this many characters are worth keeping folded for the axes that read them again.
_LONG = 400


class Passage(NamedTuple):
    """One text of the record: ``name`` as evidence gives it, ``kind`` the name without positions."""

    name: str
    kind: str
    text: str
    folded: str
    offset: int
    position: int = -1


@dataclass(slots=True)
class Reading:
    """A study with its passages and the terms found in them; hits carry offsets within their passage."""

    study: Study
    by_name: dict[str, Passage]
    by_kind: dict[str, list[Passage]]
    treatments: dict[str, list[Hit[Treatment]]]
    diseases: dict[str, list[Hit[Disease]]]

    def of_kind(self, *kinds: str) -> Iterator[Passage]:
        """Yield the passages of the given kinds, kind by kind, each in record order."""
        return (passage for kind in kinds for passage in self.by_kind.get(kind, ()))


def quote(passage: Passage, start: int, end: int, role: Role, term: str = "") -> Evidence:
    """Return the evidence for ``start``:``end`` of a passage."""
    return Evidence(passage.name, start, end, passage.text[start:end], role, term)


class Reader:
    """Turns studies into readings with one lexicon of two vocabularies: treatments, then diseases."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def head(self, study: Study) -> Reading:
        """Scan the short texts: titles, conditions, keywords, interventions' names and arms' labels, MeSH terms."""
        return self._scan(study, list(_short_texts(study)))

    def whole(self, head: Reading) -> Reading:
        """Scan the long texts too and return a reading that holds both."""
        tail = self._scan(head.study, list(_long_texts(head.study)))
        return Reading(
            head.study,
            head.by_name | tail.by_name,
            head.by_kind | tail.by_kind,
            head.treatments | tail.treatments,
            head.diseases | tail.diseases,
        )

    def _scan(self, study: Study, texts: list[tuple[str, str, str, int]]) -> Reading:
        original = _GAP.join([text for _, _, text, _ in texts])
        folded = _GAP.join([fold_once(text) if len(text) > _LONG else fold(text) for _, _, text, _ in texts])
        passages: list[Passage] = []
        by_kind: dict[str, list[Passage]] = {}
        offset = 0
        for name, kind, text, position in texts:
            passage = Passage(name, kind, text, folded[offset : offset + len(text)], offset, position)
            passages.append(passage)
            by_kind.setdefault(kind, []).append(passage)
            offset += len(text) + len(_GAP)
        treatments, diseases = self._lexicon.find(folded, original)
        by_name = {passage.name: passage for passage in passages}
        return Reading(study, by_name, by_kind, _by_passage(passages, treatments), _by_passage(passages, diseases))


def _by_passage(passages: list[Passage], hits: list[Hit[Any]]) -> dict[str, list[Hit[Any]]]:
    """Sort hits into their passages, with offsets within them; both lists are in order of position."""
    sorted_hits: dict[str, list[Hit[Any]]] = {}
    place = 0
    for hit in hits:
        while hit.start > passages[place].offset + len(passages[place].text):
            place += 1
        passage = passages[place]
        moved = Hit(hit.start - passage.offset, hit.end - passage.offset, hit.concept, hit.term)
        sorted_hits.setdefault(passage.name, []).append(moved)
    return sorted_hits


def _short_texts(study: Study) -> Iterator[tuple[str, str, str, int]]:
    """Yield name, kind, text and position of the texts that tell whether a study is about cancer, and with what."""
    for name in ("brief_title", "official_title", "acronym"):
        if text := getattr(study, name):
            yield name, name, text, -1
    for kind, words in (("conditions", study.conditions), ("keywords", study.keywords)):
        for position, word in enumerate(words):
            yield f"{kind}[{position}]", kind, word, position
    for position, item in enumerate(study.interventions):
        place = f"interventions[{position}]"
        yield f"{place}.name", "intervention_name", item.name, position
        for number, other in enumerate(item.other_names):
            yield f"{place}.other_names[{number}]", "intervention_other_name", other, position
    for position, arm in enumerate(study.arms):
        yield f"arms[{position}].label", "arm_label", arm.label, position
    for position, term in enumerate(study.condition_mesh):
        if not term.is_ancestor:
            yield f"condition_mesh[{position}]", "condition_mesh", term.term, position


def _long_texts(study: Study) -> Iterator[tuple[str, str, str, int]]:
    """Yield name, kind, text and position of the texts that only cancer trials are read for."""
    for position, item in enumerate(study.interventions):
        if item.description:
            yield f"interventions[{position}].description", "intervention_description", item.description, position
    for position, arm in enumerate(study.arms):
        if arm.description:
            yield f"arms[{position}].description", "arm_description", arm.description, position
    for name in ("brief_summary", "detailed_description", "eligibility", "study_population"):
        if text := getattr(study, name):
            yield name, name, text, -1
