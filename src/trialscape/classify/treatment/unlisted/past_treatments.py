"""Treatments of the past: words before and behind a treatment which say that patients have had it or get it anyway.

In: a passage and the place of a treatment. Out: whether the words around it make it prior or background treatment.
"""

import re

from trialscape.classify.text.study_texts import Passage, StudyTexts
from trialscape.classify.text.vocabulary import Treatment
from trialscape.config.rules.modality_rules import ModalityRules

_LOOK_BACK = 90
# A list of earlier treatments begins at most so many characters before its last one.
LIST_BACK = 230
AFTER = 60
_WORDS_BETWEEN = 7
# Of two treatments joined by "or", the second has so many words more before it.
_JOINED = 5
_SECOND = re.compile(r" or (?:an? |the )?(?:(?!(?:with|plus|and|in|to|for|get|receive|given|treated) )[\w/+-]+ ){0,5}$")


class PastTreatments:
    """Reads the words around a treatment."""

    def __init__(self, rules: ModalityRules) -> None:
        self._before = rules.prior_before.compiled()
        self._after = rules.prior_after.compiled()
        self._prior_list = rules.prior_list.compiled()
        self._exposed = rules.exposed_to.compiled()
        self._exposed_class = rules.exposed_to_class.compiled()

    def is_past(self, passage: Passage, start: int, end: int = 0) -> bool:
        """Return whether the words around a treatment make it prior or background treatment.

        The words behind it are read where its ``end`` is given.
        """
        if self.is_before(passage.folded[max(0, start - LIST_BACK) : start]):
            return True
        return bool(end) and self.is_after(passage.folded[end : end + AFTER])

    def is_earlier(self, reading: StudyTexts, treatment: Treatment, before: str, *, exposure: bool) -> bool:
        """Return whether the words before a treatment make it prior or background treatment, and no exposure."""
        return not exposure and self.is_before(before) and not self.is_exposure(reading, treatment, before)

    def is_exposure(self, reading: StudyTexts, treatment: Treatment, before: str) -> bool:
        """Return whether an observational study without listed interventions observes patients on this drug."""
        listless = reading.study.study_type == "OBSERVATIONAL" and not reading.study.interventions
        if not listless:
            return False
        return bool((self._exposed if treatment.kind == "agent" else self._exposed_class).search(before))

    def is_before(self, before: str) -> bool:
        """Return whether words just before a treatment, in its sentence, make it prior or background treatment."""
        begin = max(before.rfind("."), before.rfind(";"), before.rfind(":")) + 1
        found = list(self._before.finditer(before, max(begin, len(before) - _LOOK_BACK)))
        if found:
            between = before[found[-1].end() :]
            are_joined = _SECOND.search(between.replace(" with or without ", " ")) is not None
            if between.count(" ") <= _WORDS_BETWEEN + (_JOINED if are_joined else 0):
                return True
        return self._prior_list.search(before, begin) is not None

    def is_after(self, after: str) -> bool:
        """Return whether words directly behind a treatment make it prior treatment, or name what it caused."""
        return self._after.search(after) is not None
