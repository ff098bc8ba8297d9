"""Cells that are made inside the body, so that none are infused: set phrases, and else the things that texts name."""

import re

from trialscape.classify.text.eligibility_criteria import sentences
from trialscape.classify.text.study_texts import PROSE, Passage, StudyTexts, quote
from trialscape.classify.treatment.cells.cell_cues import CLOSE
from trialscape.config.rules.axes import CellRules
from trialscape.verdict import Evidence

_DENIED = re.compile(r"\b(?:no|not|without|neither|nor|never|instead of|rather than|unlike)\b[^.;\n]{0,160}")


class MadeInside:
    """Finds the words which say that a vector or a particle makes the cells in the patient."""

    def __init__(self, rules: CellRules) -> None:
        self._phrases = rules.in_vivo.compiled()
        self._particle = rules.in_vivo_particle.compiled()
        self._carrier = rules.in_vivo_vector.compiled()
        self._place = rules.in_vivo_place.compiled()
        self._receptor = rules.in_vivo_car.compiled()
        self._making = rules.in_vivo_making.compiled()
        self._said_outside = rules.said_outside.compiled()
        self._outside = rules.outside_body.compiled()

    def find(self, reading: StudyTexts) -> Evidence | None:
        """Return the first words that say so, or None."""
        for passage in reading.of_kind(*CLOSE, "brief_summary"):
            found = self._phrases.search(passage.folded)
            if found is not None and not self._said_outside.search(passage.folded):
                return quote(passage, found.start(), found.end(), "experimental", "made inside the body")
        texts = tuple(reading.of_kind(*CLOSE, *PROSE))
        # "No ex vivo manufacture is needed" says that nothing is made outside.
        if any(self._outside.search(_DENIED.sub(" ", passage.folded)) for passage in texts):
            return None
        told = (evidence for passage in texts if (evidence := self._told(passage)) is not None)
        return next(told, None)

    def _told(self, passage: Passage) -> Evidence | None:
        """Return the first sentence in which a particle, or a vector in the body, makes cells with the receptor."""
        for start, end in sentences(passage.text, (0, len(passage.text))):
            sentence = passage.folded[start:end]
            if not self._receptor.search(sentence) or not self._making.search(sentence):
                continue
            inside = self._carrier.search(sentence) and self._place.search(sentence)
            if inside or self._particle.search(sentence):
                return quote(passage, start, end, "experimental", "made inside the body")
        return None
