"""Tumour-infiltrating lymphocytes that a record counts in the tumour: a marker of the patients, and no product.

In: the texts of a record, and its mentions of treatments. Out: the mentions that only name the marker.
"""

import re
from collections.abc import Iterable

from trialscape.classify.text.study_texts import StudyTexts
from trialscape.classify.treatment.arms.mention_model import Mention
from trialscape.config.rules.modality_rules import ModalityRules

_LYMPHOCYTES = re.compile(r"\btumou?r[- ]infiltrating lymphocytes?\b|\btils?\b")
_PLACES = ("brief_title", "official_title", "conditions", "brief_summary")
# Words that tell a marker from a product stand so near.
_AROUND = 60


class CountedLymphocytes:
    """Reads whether lymphocytes are counted or infused."""

    def __init__(self, rules: ModalityRules) -> None:
        self._before = rules.marker_before.compiled()
        self._after = rules.marker_after.compiled()
        self._infused = rules.infused_before.compiled()

    def is_marker(self, before: str, after: str) -> bool:
        """Return whether the words on either side of lymphocytes make them a marker of the tumour."""
        return self._before.search(before) is not None or self._after.search(after) is not None

    def named_as_product(self, reading: StudyTexts, mentions: Iterable[Mention]) -> list[Mention]:
        """Return the mentions without lymphocytes that no intervention names and that titles or conditions count."""
        kept = list(mentions)
        unlisted = [mention for mention in kept if _is_unlisted(mention) and not self._is_given(reading, mention)]
        if unlisted and self._counts(reading):
            return [mention for mention in kept if mention not in unlisted]
        return kept

    def _is_given(self, reading: StudyTexts, mention: Mention) -> bool:
        """Return whether the words before a mention say that the lymphocytes are infused."""
        passage, start = reading.by_name.get(mention.evidence.field), mention.evidence.start
        return passage is not None and self._infused.search(passage.folded[max(0, start - _AROUND) : start]) is not None

    def _counts(self, reading: StudyTexts) -> bool:
        """Return whether a title, a condition or the summary names lymphocytes as a marker."""
        for passage in reading.of_kind(*_PLACES):
            for found in _LYMPHOCYTES.finditer(passage.folded):
                before = passage.folded[max(0, found.start() - _AROUND) : found.start()]
                if self.is_marker(before, passage.folded[found.end() : found.end() + _AROUND]):
                    return True
        return False


def _is_unlisted(mention: Mention) -> bool:
    """Return whether a mention of lymphocytes stands neither in an intervention nor in an arm."""
    is_listed = mention.evidence.field.startswith(("interventions", "arms"))
    return mention.treatment.modality == ("til",) and not is_listed
