"""What an unknown product is by any words of its description, where no name, target or set phrase says it.

The last reading before the type of intervention. It asks only which things the text of the product names: a radioactive
label, immune cells that a small molecule is to help, a virus that is oncolytic, or an inhibitor of anything.
"""

import re
from collections.abc import Iterator

from trialscape.classify.text.eligibility_criteria import sentences
from trialscape.classify.text.study_texts import Kind, Passage, StudyTexts, quote
from trialscape.classify.text.vocabulary import Treatment
from trialscape.config.rules.modality_rules import ModalityRules

_CAR_T = Treatment("phrase", "T cells that get a chimeric receptor", ("car_t",))
_IMMUNE = Treatment("phrase", "small molecule that helps immune cells", ("other_small_io",))
_LABELLED = Treatment("phrase", "product with a therapeutic radionuclide", ("radiation",))
_ONCOLYTIC = Treatment("phrase", "virus that is called oncolytic", ("oncolytic_virus",))
_INHIBITOR = Treatment("phrase", "inhibitor of any kind", ("targeted",))
_SHORTEST_NAME = 4
_DESCRIBED = 400
# A description that says in its first words that the product is a small molecule.
_FIRST = 80
# What a product does to immune cells stands so near to them.
_NEAR = 80
# A sentence that goes on about the product of the one before.
_GOES_ON = re.compile(
    r"(?:it|this|the (?:drug|molecule|compound|agent|product|medicine)|by|thereby|thus|through|as such)\b"
)
_TEXTS = ("arm_description", "brief_summary", "detailed_description")
Span = tuple[Passage, int, int]


class PlainWords:
    """Reads the texts of a product for the things that they name."""

    def __init__(self, rules: ModalityRules) -> None:
        self._small = rules.small_molecule.compiled()
        self._cytokine = rules.answered_cytokine.pattern()
        self._large = rules.large_molecule.compiled()
        self._immune = rules.helps_immunity.compiled()
        self._radionuclide = rules.radionuclide.compiled()
        self._tracer = rules.probe.compiled()
        self._car = rules.said_car.compiled()
        self._oncolytic = rules.called_oncolytic.compiled()
        self._inhibitor = rules.plain_inhibitor.compiled()
        self._not_targeted = (rules.not_targeted.compiled(), rules.not_against_tumours.compiled())
        self._effect = rules.immune_effect.compiled()
        self._examined = rules.only_examined.compiled()
        self._radioactive = rules.said_radioactive.compiled()
        self._partner = rules.joins_partner.compiled()

    def read(self, reading: StudyTexts, description: Passage | None, product: str) -> list[Kind]:
        """Return what the first telling text about the product names, or nothing."""
        is_small = description is not None and self._small.search(description.folded, 0, _FIRST) is not None
        for text in self._texts(reading, description, product):
            if kinds := self._kinds(*text, is_description=text[0] is description, is_small=is_small):
                return kinds
        return list(self._inhibitors(description)) if description is not None else []

    def labelled(self, passage: Passage, start: int = 0, end: int = _DESCRIBED) -> list[Kind]:
        """Return radiation where a text says that the product carries a therapeutic radionuclide, whatever it binds."""
        text = passage.folded[start:end]
        found = self._radionuclide.search(text)
        if found is None or not self._radioactive.search(text) or self._tracer.search(text):
            return []
        return [_kind(_LABELLED, passage, start, found)]

    def _texts(self, reading: StudyTexts, description: Passage | None, product: str) -> Iterator[Span]:
        """Yield the description, and the sentences that name the product with one that goes on about it."""
        if description is not None:
            yield description, 0, min(len(description.folded), _DESCRIBED)
        for passage in reading.of_kind(*_TEXTS) if len(product) >= _SHORTEST_NAME else ():
            if product not in passage.folded:
                continue
            begin = -1
            for start, end in sentences(passage.text, (0, len(passage.text))):
                if begin >= 0:
                    yield passage, begin, end if _GOES_ON.match(passage.folded, start) else start
                begin = start if product in passage.folded[start:end] else -1
            if begin >= 0:
                yield passage, begin, len(passage.folded)

    def _own(self, passage: Passage, start: int, end: int) -> str:
        """Return the text about a product, without what it says of a partner."""
        joint = self._partner.search(passage.folded, start, end)
        return passage.folded[start : joint.start() if joint else end]

    def _kinds(self, passage: Passage, start: int, end: int, *, is_description: bool, is_small: bool) -> list[Kind]:
        text = self._own(passage, start, end)
        if is_description and (found := self._car.search(text)) is not None:
            return [_kind(_CAR_T, passage, start, found)]
        if (found := self._oncolytic.search(text)) is not None:
            return [_kind(_ONCOLYTIC, passage, start, found)]
        if labelled := self.labelled(passage, start, start + len(text)):
            return labelled
        found = self._immune.search(text)
        if found is not None and self._helps(text, *found.span(), is_description=is_description, is_small=is_small):
            return [_kind(_IMMUNE, passage, start, found)]
        return []

    def _inhibitors(self, description: Passage) -> Iterator[Kind]:
        """Yield a targeted drug where no text tells more than that the product inhibits something."""
        text = self._own(description, 0, min(len(description.folded), _DESCRIBED))
        found = self._inhibitor.search(text)
        is_other = self._large.search(text) or any(other.search(text) for other in self._not_targeted)
        if found is not None and not is_other:
            yield _kind(_INHIBITOR, description, 0, found)

    def _helps(self, text: str, start: int, end: int, *, is_description: bool, is_small: bool) -> bool:
        """Return whether a text says that a small molecule acts upon the immune cells at ``start``:``end``.

        The description of a product names immune cells for no other reason.
        """
        if not (is_small or self._small.search(text)) or self._examined.search(text):
            return False
        if self._large.search(self._cytokine.sub(" ", text)):
            return False
        return is_description or self._effect.search(text[max(0, start - _NEAR) : end + _NEAR]) is not None


class ActedUpon:
    """Finds cytokines and cells in a sentence about a product that are none: cells answer it, or it acts on cells."""

    def __init__(self, rules: ModalityRules) -> None:
        self._answered = rules.answered_before.compiled()
        self._acted_upon = rules.acted_upon_before.compiled()
        self._cells = rules.groups.need_room
        self._swallowed = rules.swallowed.compiled()

    def holds(self, passage: Passage, kind: Kind, place: int) -> bool:
        """Return whether ``kind`` is cells that the product acts upon, or a cytokine that cells answer.

        A cytokine behind words about a small molecule is none either.
        """
        start = kind[1].start
        if start > place and self._cells.issuperset(kind[0].modality):
            return self._acted_upon.search(passage.folded[max(place, start - _NEAR) : start]) is not None
        if kind[0].modality != ("cytokine",) or start < place:
            return False
        is_small = self._swallowed.search(passage.folded, place, start) is not None
        return is_small or self._answered.search(passage.folded[max(place, start - _NEAR) : start]) is not None


def _kind(treatment: Treatment, passage: Passage, start: int, found: re.Match[str]) -> Kind:
    return treatment, quote(passage, start + found.start(), start + found.end(), "experimental", treatment.name)
