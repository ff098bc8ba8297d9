"""What the sentence behind the one that names a product says of it: "XY-1 is an antibody. It blocks PD-1".

In: descriptions and summaries. Out: the treatments of such a sentence, without partners and other treatment.
"""

from collections.abc import Callable

from trialscape.classify.text.study_texts import Named, Passage, StudyTexts
from trialscape.classify.text.vocabulary import Treatment
from trialscape.classify.treatment.products.first_sentence import SENTENCE_END
from trialscape.config.rules.modality_rules import ModalityRules
from trialscape.verdict import Evidence

# So many characters before the sentence hold the one that names the product.
_NAMED = 200
_TEXTS = ("arm_description", "brief_summary", "detailed_description")


class NextSentence:
    """Reads sentences that begin with "it", "this drug" or "the antibody"."""

    def __init__(self, rules: ModalityRules, named: Named, is_past: Callable[[Passage, int, int], bool]) -> None:
        self._named = named
        self._is_past = is_past
        self._refers = rules.refers_back.compiled()
        self._elsewhere = rules.told_elsewhere.compiled()
        self._probe = rules.no_product_before.compiled()
        self._partner = rules.partner_between.compiled()

    def read(self, reading: StudyTexts, product: str) -> list[tuple[Treatment, Evidence]]:
        """Return what the first such sentence says of ``product``, written as in folded texts."""
        for passage in reading.of_kind(*_TEXTS):
            start, end = _next(passage.folded, product)
            sentence = passage.folded[start:end]
            named = passage.folded[max(0, start - _NAMED) : start]
            if not self._refers.search(sentence) or self._elsewhere.search(sentence) or self._probe.search(named):
                continue
            kinds = [
                kind
                for kind in self._named(reading, passage)
                if start <= kind[1].start < end
                and "names" not in kind[0].scope
                and not self._partner.search(passage.folded[start : kind[1].start])
                and not self._is_past(passage, kind[1].start, kind[1].end)
            ]
            if kinds:
                return kinds
        return []


def _next(folded: str, product: str) -> tuple[int, int]:
    """Return the span of the sentence behind the first one that names ``product``, empty if there is none."""
    place = folded.find(product)
    named = SENTENCE_END.search(folded, place + len(product)) if place >= 0 else None
    if named is None:
        return 0, 0
    end = SENTENCE_END.search(folded, named.end() + 1)
    return named.end(), end.start() if end else len(folded)
